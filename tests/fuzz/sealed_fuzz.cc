// Keys, signatures and sealed bytes as outsiders or the disk may hand them over. Nothing that was not sealed opens.
#include "base/random.h"
#include "crypto/envelope.h"
#include "crypto/hpke.h"
#include "crypto/p256.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  if (size == 0) return 0;
  static const crypto::P256KeyPair pair = crypto::P256KeyPair::generate(system_random());
  static const crypto::MasterKeys master = *crypto::MasterKeys::create(Secret(Bytes(crypto::kMasterKeySize, 1)));
  static const crypto::DataKey key = crypto::DataKey::generate(system_random());
  const ByteView input = ByteView{data, size}.subspan(1);
  switch (data[0] % 6) {
    case 0:
      if (const auto point = crypto::P256PublicKey::parse(input))
        if (!pair.diffie_hellman(*point)) __builtin_trap();
      break;
    case 1:
      if (pair.public_key().verify_der({}, input)) __builtin_trap();
      break;
    case 2:
      if (pair.public_key().verify_raw({}, input)) __builtin_trap();
      break;
    case 3:
      if (crypto::hpke_open(pair, {}, {}, input)) __builtin_trap();
      break;
    case 4:
      if (key.open({}, input)) __builtin_trap();
      break;
    default:
      if (master.unwrap(input, {})) __builtin_trap();
  }
  return 0;
}
