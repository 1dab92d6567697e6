#include "client/chat_sender.h"

#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::client {

ChatSender ChatSender::make(const SiteId& site, const ConversationId& conversation, const protocol::DeviceKeys& device,
                            TimeMs now, RandomSource& random) {
  auto key = crypto::Ed25519KeyPair::generate(random);
  protocol::SenderCert cert{.suite = protocol::kSuiteP256Aes256gcm,
                            .site = site,
                            .conversation = conversation,
                            .device = device.id,
                            .sign_key = key.public_key(),
                            .created_ms = static_cast<std::uint64_t>(now),
                            .signature = {}};
  protocol::sign_in_place(cert, device.sign);
  return {std::move(key), protocol::encode(cert), protocol::cert_hash(cert)};
}

}  // namespace cloister::client
