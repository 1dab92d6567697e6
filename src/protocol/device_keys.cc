#include "protocol/device_keys.h"

#include "protocol/names.h"

namespace cloister::protocol {

DeviceKeys DeviceKeys::generate(const SiteId& site, OwnerKind kind, const OwnerId& owner, std::uint64_t created_ms,
                                RandomSource& random) {
  auto sign = crypto::Ed25519KeyPair::generate(random);
  auto kem = crypto::P256KeyPair::generate(random);
  const DeviceRecord record{.suite = kSuiteP256Aes256gcm,
                            .site = site,
                            .owner_kind = static_cast<std::uint8_t>(kind),
                            .owner = owner,
                            .sign_key = sign.public_key(),
                            .kem_key = kem.public_key().bytes(),
                            .created_ms = created_ms};
  return {record, device_id(record), std::move(sign), std::move(kem)};
}

Result<DeviceKeys> DeviceKeys::restore(const DeviceRecord& record, ByteView sign_seed, ByteView kem_scalar) {
  CLOISTER_TRY(auto sign, crypto::Ed25519KeyPair::from_seed(sign_seed));
  CLOISTER_TRY(auto kem, crypto::P256KeyPair::from_scalar(kem_scalar));
  if (sign.public_key() != record.sign_key || kem.public_key().bytes() != record.kem_key)
    return fail(ErrorCode::weak_key, "keys are not those of the device");
  return DeviceKeys{record, device_id(record), std::move(sign), std::move(kem)};
}

}  // namespace cloister::protocol
