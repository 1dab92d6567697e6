// Who speaks in one conversation: the signing key of a device there, and its certificate.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "protocol/device_keys.h"
#include "protocol/gen/messages.h"

namespace cloister::client {

/// The signing key of a device in one conversation, and its certificate as encoded.
struct ChatSender {
  crypto::Ed25519KeyPair key;
  Bytes cert;
  Hash id;
  static ChatSender make(const SiteId& site, const ConversationId& conversation, const protocol::DeviceKeys& device,
                         TimeMs now, RandomSource& random);
};

}  // namespace cloister::client
