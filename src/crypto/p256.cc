#include "crypto/p256.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/params.h>

#include <cstdlib>

#include "crypto/hpke_labels.h"
#include "crypto/openssl.h"
#include "crypto/sha256.h"

namespace cloister::crypto {
namespace {

using openssl::must;

openssl::Number to_number(ByteView big_endian) {
  openssl::Number number(BN_secure_new());
  must(number && BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), number.get()) != nullptr);
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  return number;
}

/// Whether it is in [1, n-1].
bool is_scalar(const BIGNUM* number) {
  return !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(openssl::p256())) < 0;
}

/// An EVP key for ECDSA; the private scalar is optional.
openssl::Pkey to_pkey(const KemKey& point, const BIGNUM* scalar) {
  char group[] = "P-256";
  Secret native(kP256ScalarSize);
  OSSL_PARAM params[4];
  std::size_t count = 0;
  params[count++] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
  auto bytes = point.value;
  params[count++] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size());
  if (scalar != nullptr) {
    must(BN_bn2nativepad(scalar, native.writable().data(), kP256ScalarSize) == static_cast<int>(kP256ScalarSize));
    params[count++] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, native.writable().data(), native.size());
  }
  params[count] = OSSL_PARAM_construct_end();
  openssl::PkeyCtx context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  must(context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
       EVP_PKEY_fromdata(context.get(), &key, scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params) == 1);
  return openssl::Pkey(key);
}

using EcdsaSignature = std::unique_ptr<ECDSA_SIG, openssl::Deleter<ECDSA_SIG_free>>;

/// DER of r and s; empty if OpenSSL cannot.
Bytes to_der(const ECDSA_SIG* signature) {
  const int size = i2d_ECDSA_SIG(signature, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  std::uint8_t* end = der.data();
  must(i2d_ECDSA_SIG(signature, &end) == size);
  return der;
}

}  // namespace

struct P256PublicKey::State {
  openssl::Point point;
};

P256PublicKey::P256PublicKey(const KemKey& bytes, std::shared_ptr<const State> state)
    : bytes_(bytes), state_(std::move(state)) {}

Result<P256PublicKey> P256PublicKey::parse(ByteView uncompressed) {
  const auto bytes = KemKey::from(uncompressed);
  if (!bytes || bytes->value[0] != POINT_CONVERSION_UNCOMPRESSED)
    return fail(ErrorCode::malformed, "P-256 key is not an uncompressed point");
  openssl::Point point(EC_POINT_new(openssl::p256()));
  must(point != nullptr);
  // Checks the range of the coordinates and the equation of the curve; infinity has no form of this length.
  if (EC_POINT_oct2point(openssl::p256(), point.get(), uncompressed.data(), uncompressed.size(), nullptr) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::weak_key, "P-256 key is not on the curve");
  }
  return P256PublicKey(*bytes, std::make_shared<const State>(std::move(point)));
}

Status P256PublicKey::verify_der(ByteView message, ByteView der) const {
  // OpenSSL refuses what is BER but not DER, bytes behind, and r and s out of range (FIPS 186-4 section 6.4.2 step 1).
  const Hash digest = sha256(message);
  const openssl::Pkey key = to_pkey(bytes_, nullptr);
  const openssl::PkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  must(context && EVP_PKEY_verify_init(context.get()) == 1);
  if (EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.value.data(), digest.kSize) != 1) {
    ERR_clear_error();
    return fail(ErrorCode::bad_signature, "ECDSA");
  }
  return {};
}

Status P256PublicKey::verify_raw(ByteView message, ByteView raw) const {
  if (raw.size() != 2 * kP256ScalarSize) return fail(ErrorCode::bad_signature, "ECDSA: size");
  const EcdsaSignature signature(ECDSA_SIG_new());
  openssl::Number r = to_number(raw.first(kP256ScalarSize));
  openssl::Number s = to_number(raw.last(kP256ScalarSize));
  must(signature && ECDSA_SIG_set0(signature.get(), r.release(), s.release()) == 1);
  return verify_der(message, to_der(signature.get()));
}

P256KeyPair::P256KeyPair(Secret scalar, P256PublicKey public_key)
    : scalar_(std::move(scalar)), public_key_(std::move(public_key)) {}

Result<P256KeyPair> P256KeyPair::from_scalar(ByteView scalar) {
  if (scalar.size() != kP256ScalarSize) return fail(ErrorCode::malformed, "P-256 scalar has a wrong size");
  const openssl::Number number = to_number(scalar);
  if (!is_scalar(number.get())) return fail(ErrorCode::weak_key, "P-256 scalar is out of range");
  openssl::Point point(EC_POINT_new(openssl::p256()));
  KemKey bytes;
  must(point && EC_POINT_mul(openssl::p256(), point.get(), number.get(), nullptr, nullptr, nullptr) == 1 &&
       EC_POINT_point2oct(openssl::p256(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.value.data(), bytes.kSize,
                          nullptr) == bytes.kSize);
  return P256KeyPair(Secret::copy_of(scalar),
                     P256PublicKey(bytes, std::make_shared<const P256PublicKey::State>(std::move(point))));
}

P256KeyPair P256KeyPair::generate(RandomSource& random) {
  // Rejection gives an even spread (FIPS 186-4 appendix B.4.2). One draw in 2^32 is refused, so a source that
  // is refused this often is broken.
  constexpr int kMaxDraws = 16;
  Secret scalar(kP256ScalarSize);
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    random.fill(scalar.writable());
    if (auto pair = from_scalar(scalar.view())) return std::move(*pair);
  }
  std::abort();
}

Result<P256KeyPair> P256KeyPair::derive(ByteView key_material) {
  const hpke::SuiteId suite = hpke::kem_suite();
  const Secret prk = hpke::labeled_extract(suite, {}, "dkp_prk", key_material);
  for (unsigned counter = 0; counter < 256; ++counter) {
    const auto byte = static_cast<std::uint8_t>(counter);
    // The bit mask of the RFC is 0xFF for P-256: nothing to mask.
    const Secret candidate = hpke::labeled_expand(suite, prk.view(), "candidate", {&byte, 1}, kP256ScalarSize);
    if (auto pair = from_scalar(candidate.view())) return pair;
  }
  return fail(ErrorCode::weak_key, "DeriveKeyPair found no scalar");
}

Result<Secret> P256KeyPair::diffie_hellman(const P256PublicKey& peer) const {
  const EC_GROUP* group = openssl::p256();
  const openssl::Number scalar = to_number(scalar_.view());
  openssl::Point shared(EC_POINT_new(group));
  openssl::Number x(BN_secure_new());
  must(shared && x && EC_POINT_mul(group, shared.get(), nullptr, peer.state_->point.get(), scalar.get(), nullptr) == 1);
  if (EC_POINT_is_at_infinity(group, shared.get()) == 1) return fail(ErrorCode::weak_key, "ECDH: infinity");
  must(EC_POINT_get_affine_coordinates(group, shared.get(), x.get(), nullptr, nullptr) == 1);
  Secret out(kP256ScalarSize);
  must(BN_bn2binpad(x.get(), out.writable().data(), static_cast<int>(out.size())) == static_cast<int>(out.size()));
  return out;
}

Bytes P256KeyPair::sign_der(ByteView message) const {
  const Hash digest = sha256(message);
  const openssl::Number scalar = to_number(scalar_.view());
  const openssl::Pkey key = to_pkey(public_key_.bytes(), scalar.get());
  const openssl::PkeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  std::size_t size = 0;
  must(context && EVP_PKEY_sign_init(context.get()) == 1 &&
       EVP_PKEY_sign(context.get(), nullptr, &size, digest.value.data(), digest.kSize) == 1);
  Bytes der(size);
  must(EVP_PKEY_sign(context.get(), der.data(), &size, digest.value.data(), digest.kSize) == 1);
  der.resize(size);
  return der;
}

}  // namespace cloister::crypto
