#include "protocol/message.h"

#include "base/utf8.h"
#include "crypto/padding.h"
#include "protocol/device_keys.h"
#include "protocol/names.h"

namespace cloister::protocol {
namespace {

/// Of IntroContent.name in the schema.
constexpr std::size_t kMaxNameBytes = 200;

Status check_text(std::string_view text, std::size_t max) {
  if (text.size() > max) return fail(ErrorCode::too_large);
  if (!is_valid_utf8(text)) return fail(ErrorCode::malformed, "not UTF-8");
  return {};
}

template <class T>
Result<Content> decode_as(ByteView content) {
  CLOISTER_TRY(T decoded, decode<T>(content));
  return Content(std::move(decoded));
}

}  // namespace

Result<Bytes> text_content(std::string_view text) {
  CLOISTER_CHECK(check_text(text, kMaxTextBytes));
  return encode(TextContent{std::string(text)});
}

Result<Bytes> intro_content(std::string_view name) {
  CLOISTER_CHECK(check_text(name, kMaxNameBytes));
  return encode(IntroContent{std::string(name)});
}

Bytes message_aad(const SiteId& site, const ConversationId& conversation, const Envelope& envelope) {
  Encoder out;
  out.label("message-aad");
  out.raw(site);
  out.raw(conversation);
  out.u16(envelope.suite);
  out.raw(envelope.packet);
  out.raw(envelope.sender);
  out.raw(envelope.id);
  out.u8(envelope.kind);
  return out.take();
}

Result<Envelope> seal_message(const SiteId& site, const ConversationId& conversation, const MessageDraft& draft,
                              ByteView content, crypto::AesGcm& key, const crypto::Ed25519KeyPair& signer,
                              RandomSource& random) {
  const Bytes padded = crypto::pad(content);
  if (padded.size() + crypto::AesGcm::kTagSize > static_cast<std::size_t>(kMaxCiphertextBytes))
    return fail(ErrorCode::too_large);
  Envelope envelope{.suite = kSuiteP256Aes256gcm,
                    .packet = draft.packet,
                    .sender = draft.sender,
                    .id = draft.id,
                    .kind = static_cast<std::uint8_t>(draft.kind),
                    .counter = draft.counter,
                    .seen_seq = draft.seen_seq,
                    .seen_head = draft.seen_head,
                    .nonce = random.make<Nonce>(),
                    .ciphertext = {},
                    .signature = {}};
  envelope.ciphertext = key.seal(envelope.nonce, message_aad(site, conversation, envelope), padded);
  sign_in_place(envelope, signer, site, conversation);
  return envelope;
}

Result<Bytes> open_message(const SiteId& site, const ConversationId& conversation, const Envelope& envelope,
                           crypto::AesGcm& key) {
  if (envelope.suite != kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  CLOISTER_TRY(const Bytes padded,
               key.open(envelope.nonce, message_aad(site, conversation, envelope), envelope.ciphertext));
  CLOISTER_TRY(const ByteView content, crypto::unpad(padded));
  return to_bytes(content);
}

Result<Content> decode_content(std::uint8_t kind, ByteView content) {
  switch (known<ContentKind>(kind).value_or(ContentKind{})) {
    case ContentKind::text:
      return decode_as<TextContent>(content);
    case ContentKind::intro:
      return decode_as<IntroContent>(content);
  }
  return fail(ErrorCode::malformed, "content kind");
}

}  // namespace cloister::protocol
