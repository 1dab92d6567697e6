// What a native member of staff keeps: the keys that a browser would keep locked. For tests, benchmarks and tools.
#pragma once

#include <filesystem>
#include <string>

#include "client/software_passkey.h"
#include "protocol/device_keys.h"

namespace cloister::client {

/// Move only.
struct AgentCredentials {
  SiteId site;
  /// Root fingerprint.
  Hash root;
  std::string rp_id;
  std::string name;
  protocol::DeviceKeys device;
  SoftwarePasskey passkey;

  /// Writes a file that only its owner may read. It holds private keys in the clear: whoever has it is this person.
  Status save(const std::filesystem::path& file) const;
  static Result<AgentCredentials> load(const std::filesystem::path& file);
};

}  // namespace cloister::client
