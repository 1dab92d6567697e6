#include "crypto/hpke.h"

#include <cstdlib>

#include "crypto/aes_gcm.h"
#include "crypto/hpke_labels.h"

namespace cloister::crypto {
namespace {

constexpr std::size_t kSecretSize = 32;  // Nsecret and Nh of the suite, RFC 9180 sections 7.1 and 7.2

/// ExtractAndExpand of section 4.1 over the shared point, bound to both public keys.
Secret shared_secret(ByteView dh, const KemKey& enc, const KemKey& recipient) {
  const hpke::SuiteId suite = hpke::kem_suite();
  Bytes kem_context = to_bytes(enc);
  append(kem_context, recipient);
  const Secret prk = hpke::labeled_extract(suite, {}, "eae_prk", dh);
  return hpke::labeled_expand(suite, prk.view(), "shared_secret", kem_context, kSecretSize);
}

struct Schedule {
  AesGcm cipher;
  Nonce nonce;
};

/// Key schedule of section 5.1 in base mode: no PSK, and only the first nonce (sequence number 0) is used.
Schedule schedule(ByteView shared, ByteView info, HpkeAead aead) {
  const hpke::SuiteId suite = hpke::hpke_suite(static_cast<std::uint16_t>(aead));
  constexpr std::uint8_t mode_base = 0x00;
  Bytes context = {mode_base};
  append(context, hpke::labeled_extract(suite, {}, "psk_id_hash", {}).view());
  append(context, hpke::labeled_extract(suite, {}, "info_hash", info).view());
  const Secret secret = hpke::labeled_extract(suite, shared, "secret", {});
  const std::size_t key_size = aead == HpkeAead::aes_256_gcm ? 32 : 16;
  const Secret key = hpke::labeled_expand(suite, secret.view(), "key", context, key_size);
  const Secret nonce = hpke::labeled_expand(suite, secret.view(), "base_nonce", context, Nonce::kSize);
  auto cipher = AesGcm::with_key(key.view());
  if (!cipher) std::abort();
  return {std::move(*cipher), *Nonce::from(nonce.view())};
}

}  // namespace

Bytes hpke_seal_with(const P256KeyPair& ephemeral, const P256PublicKey& recipient, ByteView info, ByteView aad,
                     ByteView plaintext, HpkeAead aead) {
  const auto dh = ephemeral.diffie_hellman(recipient);
  if (!dh) std::abort();  // a checked point times a scalar below the prime order is never infinity
  const KemKey& enc = ephemeral.public_key().bytes();
  Schedule keys = schedule(shared_secret(dh->view(), enc, recipient.bytes()).view(), info, aead);
  Bytes out(kHpkeOverhead + plaintext.size());
  std::memcpy(out.data(), enc.value.data(), kHpkeEncSize);
  keys.cipher.seal_into(keys.nonce, aad, plaintext, std::span(out).subspan(kHpkeEncSize));
  return out;
}

Bytes hpke_seal(const P256PublicKey& recipient, ByteView info, ByteView aad, ByteView plaintext, RandomSource& random) {
  return hpke_seal_with(P256KeyPair::generate(random), recipient, info, aad, plaintext, HpkeAead::aes_256_gcm);
}

Result<Secret> hpke_open_with(const P256KeyPair& recipient, ByteView info, ByteView aad, ByteView sealed,
                              HpkeAead aead) {
  if (sealed.size() < kHpkeOverhead) return fail(ErrorCode::decryption_failed, "HPKE: size");
  const auto enc = P256PublicKey::parse(sealed.first(kHpkeEncSize));
  if (!enc) return fail(ErrorCode::decryption_failed, "HPKE: encapsulated key");
  CLOISTER_TRY(const Secret dh, recipient.diffie_hellman(*enc));
  Schedule keys = schedule(shared_secret(dh.view(), enc->bytes(), recipient.public_key().bytes()).view(), info, aead);
  Secret out(sealed.size() - kHpkeOverhead);
  CLOISTER_CHECK(keys.cipher.open_into(keys.nonce, aad, sealed.subspan(kHpkeEncSize), out.writable()));
  return out;
}

Result<Secret> hpke_open(const P256KeyPair& recipient, ByteView info, ByteView aad, ByteView sealed) {
  return hpke_open_with(recipient, info, aad, sealed, HpkeAead::aes_256_gcm);
}

}  // namespace cloister::crypto
