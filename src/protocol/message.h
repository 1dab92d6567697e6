// One message: content, padding, encryption, signature (docs/protocol.md section 4, "Messages"). Pure; not thread safe
// where an `AesGcm` is handed in.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/random.h"
#include "crypto/aes_gcm.h"
#include "crypto/ed25519.h"
#include "protocol/gen/wire.h"

namespace cloister::protocol {

/// The encoded content of a message, not yet padded. `too_large` over the limits of the wire, `malformed` when it is
/// not UTF-8.
Result<Bytes> text_content(std::string_view text);
Result<Bytes> intro_content(std::string_view name);

/// Everything about a message but its content.
struct MessageDraft {
  /// Hash of the epoch packet, and of the sender's certificate.
  Hash packet;
  Hash sender;
  ClientMessageId id;
  ContentKind kind = ContentKind::text;
  /// Of this sender, from 1.
  std::uint32_t counter = 0;
  std::uint64_t seen_seq = 0;
  /// Transcript head at `seen_seq`.
  Hash seen_head;
};

/// Pads, encrypts under the sender's message key and signs with the certified key. `content` is what `text_content` or
/// `intro_content` gave; `too_large` beyond what a ciphertext holds.
Result<Envelope> seal_message(const SiteId& site, const ConversationId& conversation, const MessageDraft& draft,
                              ByteView content, crypto::AesGcm& key, const crypto::Ed25519KeyPair& signer,
                              RandomSource& random);

/// The content, encoded. `unsupported_suite`, `decryption_failed`, `bad_padding`. The signature is not looked at
/// (signatures.h), nor is the place in the conversation.
Result<Bytes> open_message(const SiteId& site, const ConversationId& conversation, const Envelope& envelope,
                           crypto::AesGcm& key);

using Content = std::variant<TextContent, IntroContent>;
/// Decodes what `open_message` gave; `malformed` for an unknown kind or a wrong form.
Result<Content> decode_content(std::uint8_t kind, ByteView content);

/// Associated data of the ciphertext.
Bytes message_aad(const SiteId& site, const ConversationId& conversation, const Envelope& envelope);

}  // namespace cloister::protocol
