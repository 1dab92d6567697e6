#include "crypto/cose_key.h"

#include <array>

#include "crypto/p256.h"

namespace cloister::crypto {
namespace {

// CTAP2 canonical CBOR of {1 (kty): 2 (EC2), 3 (alg): -7 (ES256), -1 (crv): 1 (P-256), -2 (x): bstr 32, -3
// (y): bstr 32} (RFC 9053 section 7.1.1, numbers of the IANA registry "COSE").
constexpr std::array<std::uint8_t, 10> kBeforeX = {0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20};
constexpr std::array<std::uint8_t, 3> kBeforeY = {0x22, 0x58, 0x20};
constexpr std::size_t kCoordinate = 32;
constexpr std::size_t kCoseSize = kBeforeX.size() + kCoordinate + kBeforeY.size() + kCoordinate;
static_assert(kCoseSize == 77);

}  // namespace

Result<CoseKey> parse_cose_es256(ByteView data) {
  if (data.size() < kCoseSize) return fail(ErrorCode::malformed, "COSE key: too short");
  const ByteView x = data.subspan(kBeforeX.size(), kCoordinate);
  const ByteView middle = data.subspan(kBeforeX.size() + kCoordinate, kBeforeY.size());
  const ByteView y = data.subspan(kCoseSize - kCoordinate, kCoordinate);
  if (!equal(data.first(kBeforeX.size()), kBeforeX) || !equal(middle, kBeforeY))
    return fail(ErrorCode::malformed, "COSE key: not ES256 in canonical CBOR");
  CoseKey out;
  out.size_bytes = kCoseSize;
  out.key.value[0] = 0x04;
  std::memcpy(out.key.value.data() + 1, x.data(), kCoordinate);
  std::memcpy(out.key.value.data() + 1 + kCoordinate, y.data(), kCoordinate);
  CLOISTER_CHECK(P256PublicKey::parse(out.key));
  return out;
}

Bytes format_cose_es256(const PasskeyKey& key) {
  const ByteView point = key.view();
  Bytes out = to_bytes(kBeforeX);
  append(out, point.subspan(1, kCoordinate));
  append(out, kBeforeY);
  append(out, point.subspan(1 + kCoordinate, kCoordinate));
  return out;
}

}  // namespace cloister::crypto
