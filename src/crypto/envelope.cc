#include "crypto/envelope.h"

#include <algorithm>
#include <cstdlib>

#include "crypto/hkdf.h"
#include "crypto/xchacha.h"

namespace cloister::crypto {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kSealLabel = "cloister/v1/at-rest/seal";
constexpr std::string_view kWrapLabel = "cloister/v1/at-rest/wrap";
constexpr std::string_view kIdLabel = "cloister/v1/at-rest/master-id";
constexpr std::string_view kDeriveLabel = "cloister/v1/at-rest/derive/";

XChaChaKeyView key_view(const Secret& key) {
  if (key.size() != kXChaChaKeySize) std::abort();  // a wiped key seals nothing
  return key.view().first<kXChaChaKeySize>();
}

/// Associated data: what the label and the header fix, then what the caller binds to; the header has one
/// size, so the boundary is clear.
Bytes associated(ByteView header, ByteView bound_to) {
  Bytes out = to_bytes(header);
  append(out, bound_to);
  return out;
}

/// header ‖ nonce ‖ ciphertext ‖ tag.
Bytes seal_behind(ByteView header, const Secret& key, ByteView bound_to, ByteView plaintext, RandomSource& random) {
  const auto nonce = random.make<XNonce>();
  Bytes out;
  out.reserve(header.size() + XNonce::kSize + plaintext.size() + kXChaChaTagSize);
  append(out, header);
  append(out, nonce);
  const std::size_t begin = out.size();
  out.resize(begin + plaintext.size() + kXChaChaTagSize);
  xchacha_seal_into(key_view(key), nonce, associated(header, bound_to), plaintext, std::span(out).subspan(begin));
  return out;
}

/// The opposite; `sealed` is at least header, nonce and tag long.
Result<Secret> open_behind(std::size_t header_size, const Secret& key, ByteView bound_to, ByteView sealed) {
  const ByteView header = sealed.first(header_size);
  const auto nonce = XNonce::from(sealed.subspan(header_size, XNonce::kSize));
  const ByteView body = sealed.subspan(header_size + XNonce::kSize);
  Secret out(body.size() - kXChaChaTagSize);
  CLOISTER_CHECK(xchacha_open_into(key_view(key), *nonce, associated(header, bound_to), body, out.writable()));
  return out;
}

}  // namespace

DataKey::DataKey(Secret key) : key_(std::move(key)), seal_key_(hkdf(key_.view(), {}, as_bytes(kSealLabel), 32)) {}

DataKey DataKey::generate(RandomSource& random) {
  Secret key(kDataKeySize);
  random.fill(key.writable());
  return DataKey(std::move(key));
}

Bytes DataKey::seal(ByteView context, ByteView plaintext, RandomSource& random) const {
  return seal_behind({&kVersion, 1}, seal_key_, context, plaintext, random);
}

Result<Secret> DataKey::open(ByteView context, ByteView sealed) const {
  if (sealed.size() < kEnvelopeOverhead || sealed[0] != kVersion)
    return fail(ErrorCode::malformed, "sealed value: form or version");
  if (wiped()) return fail(ErrorCode::decryption_failed, "the data key was destroyed");
  return open_behind(1, seal_key_, context, sealed);
}

Result<MasterKeys> MasterKeys::create(Secret current, std::vector<Secret> former) {
  if (former.size() > kMaxFormerMasterKeys) return fail(ErrorCode::malformed, "too many former master keys");
  former.insert(former.begin(), std::move(current));
  MasterKeys out;
  for (Secret& key : former) {
    if (key.size() != kMasterKeySize) return fail(ErrorCode::malformed, "master key is not 32 bytes");
    Entry entry;
    entry.id = *MasterKeyId::from(hkdf(key.view(), {}, as_bytes(kIdLabel), MasterKeyId::kSize).view());
    entry.wrap_key = hkdf(key.view(), {}, as_bytes(kWrapLabel), 32);
    entry.key = std::move(key);
    out.keys_.push_back(std::move(entry));
  }
  return out;
}

Bytes MasterKeys::wrap(const DataKey& key, ByteView subject, RandomSource& random) const {
  if (key.wiped()) std::abort();
  const Entry& entry = keys_.front();
  Bytes header = {kVersion};
  append(header, entry.id);
  return seal_behind(header, entry.wrap_key, subject, key.key_.view(), random);
}

Result<MasterKeyId> MasterKeys::wrapped_by(ByteView wrapped) {
  if (wrapped.size() != kWrappedKeySize || wrapped[0] != kVersion)
    return fail(ErrorCode::malformed, "wrapped key: form or version");
  return *MasterKeyId::from(wrapped.subspan(1, MasterKeyId::kSize));
}

Result<DataKey> MasterKeys::unwrap(ByteView wrapped, ByteView subject) const {
  CLOISTER_TRY(const MasterKeyId id, wrapped_by(wrapped));
  const auto entry = std::ranges::find(keys_, id, &Entry::id);
  if (entry == keys_.end()) return fail(ErrorCode::decryption_failed, "unknown master key " + to_hex(id));
  CLOISTER_TRY(Secret key, open_behind(1 + MasterKeyId::kSize, entry->wrap_key, subject, wrapped));
  return DataKey(std::move(key));
}

Result<Bytes> MasterKeys::rewrap(ByteView wrapped, ByteView subject, RandomSource& random) const {
  CLOISTER_TRY(const DataKey key, unwrap(wrapped, subject));
  return wrap(key, subject, random);
}

Secret MasterKeys::derive(std::string_view label) const {
  return hkdf(keys_.front().key.view(), {}, {as_bytes(kDeriveLabel), as_bytes(label)}, 32);
}

}  // namespace cloister::crypto
