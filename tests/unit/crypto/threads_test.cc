// What headers call thread safe is used from several threads at once; ThreadSanitizer watches (./dev tsan).
#include <atomic>
#include <thread>

#include "crypto/ed25519.h"
#include "crypto/envelope.h"
#include "crypto/hpke.h"
#include "crypto/keyed_hash.h"
#include "crypto/sha256.h"
#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

TEST(Threads, SharedObjectsServeAll) {
  const auto reader = P256KeyPair::generate(system_random());
  const auto signer = Ed25519KeyPair::generate(system_random());
  const auto signer_key = *Ed25519PublicKey::parse(signer.public_key());
  const auto keyed = *KeyedHash::create(Bytes(32, 1));
  const auto master = *MasterKeys::create(Secret(Bytes(32, 1)));
  const auto data_key = DataKey::generate(system_random());
  const Bytes message(100, 5);
  const Hash digest = sha256(message);
  const Hash tag = keyed.hash("purpose", message);
  const Bytes ecdsa = reader.sign_der(message);

  std::atomic<int> wrong = 0;
  const auto expect = [&](bool right) { wrong += right ? 0 : 1; };
  const auto work = [&] {
    for (int i = 0; i < 30; ++i) {
      expect(sha256(message) == digest);
      expect(keyed.hash("purpose", message) == tag);
      expect(signer_key.verify(message, signer.sign(message)).has_value());
      expect(reader.public_key().verify_der(message, ecdsa).has_value());
      const auto opened = hpke_open(reader, {}, {}, hpke_seal(reader.public_key(), {}, {}, message, system_random()));
      expect(opened && equal(opened->view(), message));
      const auto unwrapped = master.unwrap(master.wrap(data_key, {}, system_random()), {});
      expect(unwrapped && unwrapped->open({}, data_key.seal({}, message, system_random())).has_value());
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace cloister::crypto
