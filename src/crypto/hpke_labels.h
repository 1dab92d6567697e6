// Inside of the crypto module only: LabeledExtract and LabeledExpand of RFC 9180 section 4, shared by the KEM
// and the key schedule.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "base/secret.h"

namespace cloister::crypto::hpke {

/// "KEM" ‖ kem id, or "HPKE" ‖ kem id ‖ kdf id ‖ aead id.
struct SuiteId {
  std::array<std::uint8_t, 10> bytes{};
  std::size_t size = 0;
  ByteView view() const { return ByteView(bytes).first(size); }
};

/// DHKEM(P-256, HKDF-SHA256), section 4.1.
SuiteId kem_suite();
/// The whole suite with the given AEAD, section 5.1.
SuiteId hpke_suite(std::uint16_t aead);

Secret labeled_extract(const SuiteId& suite, ByteView salt, std::string_view label, ByteView key_material);
Secret labeled_expand(const SuiteId& suite, ByteView prk, std::string_view label, ByteView info,
                      std::size_t size_bytes);

}  // namespace cloister::crypto::hpke
