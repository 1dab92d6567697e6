// A certificate for development: P-256, signed by itself, for names of this machine.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace cloister::net {

/// The CA/Browser Forum's and Apple's limit for certificates that browsers take (Baseline Requirements 6.3.2
/// until 2026).
inline constexpr int kMaxCertificateDays = 397;

struct SelfSignedOptions {
  /// Host names or IP addresses for the subject's alternative names; the first is also the common name. 1
  /// to 32.
  std::vector<std::string> names{};
  int valid_days = 90;
};

/// Writes both files anew, the key readable by its owner only (0600). Each file appears complete or not at
/// all.
Status write_self_signed(const SelfSignedOptions& options, const std::string& certificate_file,
                         const std::string& key_file);

/// True if the certificate is readable, matches the key, covers all names, and is valid for another `days`.
bool certificate_good_for(const std::string& certificate_file, const std::string& key_file,
                          const std::vector<std::string>& names, int days);

}  // namespace cloister::net
