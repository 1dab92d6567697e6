// The comparison code that both sides of an epoch can read to each other (docs/protocol.md section 4). Pure; thread
// safe.
#pragma once

#include <string>

#include "protocol/gen/wire.h"

namespace cloister::protocol {

struct Compared {
  /// Root fingerprint of the site.
  Hash root;
  SiteId site;
  ConversationId conversation;
  Hash packet_hash;
  DeviceId customer_device;
  DeviceId maker;
};

/// Twenty digits in four groups of five. Takes some ten milliseconds on purpose (PBKDF2, 100,000 iterations).
std::string comparison_code(const Compared& of);

}  // namespace cloister::protocol
