// What the operator decides, as values with defaults. Read once at the start; immutable afterwards, so any thread may
// read it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/network_limits.h"
#include "core/sensitive_data.h"
#include "core/sessions.h"
#include "core/storage_quota.h"
#include "protocol/readers.h"

namespace cloister::server {

/// A site by its host names, without port; they must differ. The browser keeps sites and their parts apart by origin,
/// so sites share no host.
struct SiteHosts {
  std::string chat = "chat.localhost";
  /// Also the WebAuthn relying party id, and what a site is found by in the data directory.
  std::string console = "console.localhost";
  /// Empty where no demo shop is served.
  std::string shop;
  /// Origins that may embed the widget, such as "https://www.example.org". The demo shop is added by itself.
  std::vector<std::string> embedding_origins;
};

struct Config {
  std::filesystem::path data_directory = "data";
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  /// A port that only redirects to HTTPS; 0 for none.
  std::uint16_t redirect_port = 0;
  /// PEM files. Empty: a development certificate is made in the data directory.
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;

  std::vector<SiteHosts> sites{SiteHosts{}};

  core::SessionLimits customer{.idle_ms = 30 * kMinuteMs, .absolute_ms = 12 * kHourMs};
  core::SessionLimits staff{.idle_ms = 15 * kMinuteMs, .absolute_ms = 10 * kHourMs};
  /// A conversation in which nothing was written for this long is closed.
  DurationMs abandoned_ms = 24 * kHourMs;
  protocol::Continuity continuity = protocol::Continuity::supervisors;
  /// What strangers from one network may take, so that none of them takes it from all others.
  core::NetworkLimits per_network;
  core::StorageLimits storage;
  core::SensitiveData sensitive_data;
  /// Event loops; 0 for one per core.
  unsigned threads = 0;

  /// "https://host:port" as browsers write it: the port left out when it is 443.
  std::string origin_of(const std::string& host) const;
};

/// Reads a TOML file over the defaults. Unknown keys, wrong types and values out of range are `malformed`, with a
/// detail that names the key.
Result<Config> load_config(const std::filesystem::path& file);
/// What does not fit together in a configuration, in words; empty when all is well.
std::string check_config(const Config& config);

}  // namespace cloister::server
