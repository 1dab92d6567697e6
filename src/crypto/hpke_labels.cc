#include "crypto/hpke_labels.h"

#include "crypto/hkdf.h"
#include "crypto/hpke.h"

namespace cloister::crypto::hpke {
namespace {

constexpr std::string_view kVersion = "HPKE-v1";

void put(SuiteId& suite, std::string_view text) {
  for (char c : text) suite.bytes[suite.size++] = static_cast<std::uint8_t>(c);
}

void put(SuiteId& suite, std::uint16_t number) {
  suite.bytes[suite.size++] = static_cast<std::uint8_t>(number >> 8);
  suite.bytes[suite.size++] = static_cast<std::uint8_t>(number);
}

}  // namespace

SuiteId kem_suite() {
  SuiteId suite;
  put(suite, "KEM");
  put(suite, kHpkeKemP256Sha256);
  return suite;
}

SuiteId hpke_suite(std::uint16_t aead) {
  SuiteId suite;
  put(suite, "HPKE");
  put(suite, kHpkeKemP256Sha256);
  put(suite, kHpkeKdfSha256);
  put(suite, aead);
  return suite;
}

Secret labeled_extract(const SuiteId& suite, ByteView salt, std::string_view label, ByteView key_material) {
  return hkdf_extract(salt, {as_bytes(kVersion), suite.view(), as_bytes(label), key_material});
}

Secret labeled_expand(const SuiteId& suite, ByteView prk, std::string_view label, ByteView info,
                      std::size_t size_bytes) {
  const std::uint8_t length[2] = {static_cast<std::uint8_t>(size_bytes >> 8), static_cast<std::uint8_t>(size_bytes)};
  return hkdf_expand(prk, {length, as_bytes(kVersion), suite.view(), as_bytes(label), info}, size_bytes);
}

}  // namespace cloister::crypto::hpke
