// The hot parts of the cryptography: what a message, an act, a packet and a stored field cost.
#include <benchmark/benchmark.h>

#include "crypto/aes_gcm.h"
#include "crypto/ed25519.h"
#include "crypto/envelope.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/keyed_hash.h"
#include "crypto/merkle.h"
#include "crypto/padding.h"
#include "crypto/sha256.h"
#include "crypto/xchacha.h"

namespace {

using namespace cloister;
using namespace cloister::crypto;
using benchmark::DoNotOptimize;
using benchmark::State;

Bytes input(const State& state) { return Bytes(static_cast<std::size_t>(state.range(0)), 0x5A); }

void count_bytes(State& state) { state.SetBytesProcessed(state.iterations() * state.range(0)); }

void bm_sha256(State& state) {
  const Bytes data = input(state);
  for (auto _ : state) DoNotOptimize(sha256(data));
  count_bytes(state);
}
BENCHMARK(bm_sha256)->Arg(32)->Arg(256)->Arg(4096)->Arg(65536);

void bm_hmac(State& state) {
  const Bytes data = input(state);
  const Bytes key(32, 1);
  for (auto _ : state) DoNotOptimize(hmac_sha256(key, {data}));
  count_bytes(state);
}
BENCHMARK(bm_hmac)->Arg(32)->Arg(256);

void bm_keyed_hash(State& state) {
  const Bytes data = input(state);
  const auto keyed = *KeyedHash::create(Bytes(32, 1));
  for (auto _ : state) DoNotOptimize(keyed.hash("session", data));
}
BENCHMARK(bm_keyed_hash)->Arg(32);

void bm_hkdf_32(State& state) {
  const Bytes key(32, 1);
  const Bytes info(97, 2);
  for (auto _ : state) DoNotOptimize(hkdf(key, {}, info, 32));
}
BENCHMARK(bm_hkdf_32);

void bm_aes_gcm_seal(State& state) {
  const Bytes data = input(state);
  const Bytes aad(150, 3);
  auto cipher = *AesGcm::with_key(Bytes(32, 1));
  Bytes out(data.size() + AesGcm::kTagSize);
  for (auto _ : state) cipher.seal_into(Nonce{}, aad, data, out);
  count_bytes(state);
}
BENCHMARK(bm_aes_gcm_seal)->Arg(256)->Arg(4096)->Arg(65536);

void bm_aes_gcm_open(State& state) {
  const Bytes aad(150, 3);
  auto cipher = *AesGcm::with_key(Bytes(32, 1));
  const Bytes sealed = cipher.seal(Nonce{}, aad, input(state));
  Bytes out(sealed.size() - AesGcm::kTagSize);
  for (auto _ : state) DoNotOptimize(cipher.open_into(Nonce{}, aad, sealed, out));
  count_bytes(state);
}
BENCHMARK(bm_aes_gcm_open)->Arg(256)->Arg(4096)->Arg(65536);

void bm_aes_gcm_new_key_and_seal(State& state) {
  const Bytes data = input(state);
  for (auto _ : state) {
    auto cipher = *AesGcm::with_key(Bytes(32, 1));
    DoNotOptimize(cipher.seal(Nonce{}, {}, data));
  }
}
BENCHMARK(bm_aes_gcm_new_key_and_seal)->Arg(256);

void bm_xchacha_seal(State& state) {
  const Bytes data = input(state);
  const Bytes key(32, 1);
  Bytes out(data.size() + kXChaChaTagSize);
  const XChaChaKeyView view = std::span<const std::uint8_t>(key).first<32>();
  for (auto _ : state) xchacha_seal_into(view, XNonce{}, {}, data, out);
  count_bytes(state);
}
BENCHMARK(bm_xchacha_seal)->Arg(64)->Arg(4096);

void bm_ed25519_sign(State& state) {
  const auto pair = *Ed25519KeyPair::from_seed(Bytes(32, 1));
  const Bytes message(512, 2);
  for (auto _ : state) DoNotOptimize(pair.sign(message));
}
BENCHMARK(bm_ed25519_sign);

void bm_ed25519_verify(State& state) {
  const auto pair = *Ed25519KeyPair::from_seed(Bytes(32, 1));
  const auto key = *Ed25519PublicKey::parse(pair.public_key());
  const Bytes message(512, 2);
  const Signature signature = pair.sign(message);
  for (auto _ : state) DoNotOptimize(key.verify(message, signature));
}
BENCHMARK(bm_ed25519_verify);

void bm_ed25519_parse_key(State& state) {
  const auto pair = *Ed25519KeyPair::from_seed(Bytes(32, 1));
  for (auto _ : state) DoNotOptimize(Ed25519PublicKey::parse(pair.public_key()));
}
BENCHMARK(bm_ed25519_parse_key);

void bm_p256_parse_key(State& state) {
  const auto pair = P256KeyPair::generate(system_random());
  for (auto _ : state) DoNotOptimize(P256PublicKey::parse(pair.public_key().bytes()));
}
BENCHMARK(bm_p256_parse_key);

void bm_p256_ecdh(State& state) {
  const auto pair = P256KeyPair::generate(system_random());
  const auto peer = P256KeyPair::generate(system_random());
  for (auto _ : state) DoNotOptimize(pair.diffie_hellman(peer.public_key()));
}
BENCHMARK(bm_p256_ecdh);

void bm_ecdsa_verify(State& state) {
  const auto pair = P256KeyPair::generate(system_random());
  const Bytes message(100, 2);
  const Bytes signature = pair.sign_der(message);
  for (auto _ : state) DoNotOptimize(pair.public_key().verify_der(message, signature));
}
BENCHMARK(bm_ecdsa_verify);

void bm_hpke_seal(State& state) {
  const auto reader = P256KeyPair::generate(system_random());
  const Bytes secret(32, 1);
  const Bytes info(200, 2);
  for (auto _ : state) DoNotOptimize(hpke_seal(reader.public_key(), info, {}, secret, system_random()));
}
BENCHMARK(bm_hpke_seal);

void bm_hpke_open(State& state) {
  const auto reader = P256KeyPair::generate(system_random());
  const Bytes info(200, 2);
  const Bytes sealed = hpke_seal(reader.public_key(), info, {}, Bytes(32, 1), system_random());
  for (auto _ : state) DoNotOptimize(hpke_open(reader, info, {}, sealed));
}
BENCHMARK(bm_hpke_open);

void bm_merkle_append(State& state) {
  MerkleTree tree;
  for (auto _ : state) tree.append(Hash{});
}
BENCHMARK(bm_merkle_append)->Iterations(200000);

void bm_merkle_consistency_proof(State& state) {
  MerkleTree tree;
  for (int i = 0; i < 100000; ++i) tree.append(Hash{});
  for (auto _ : state) DoNotOptimize(tree.consistency_proof(33333, 99999));
}
BENCHMARK(bm_merkle_consistency_proof);

void bm_envelope_seal(State& state) {
  const auto key = DataKey::generate(system_random());
  const Bytes data = input(state);
  for (auto _ : state) DoNotOptimize(key.seal({}, data, system_random()));
}
BENCHMARK(bm_envelope_seal)->Arg(64)->Arg(1024);

void bm_envelope_unwrap(State& state) {
  const auto master = *MasterKeys::create(Secret(Bytes(32, 1)));
  const Bytes wrapped = master.wrap(DataKey::generate(system_random()), {}, system_random());
  for (auto _ : state) DoNotOptimize(master.unwrap(wrapped, {}));
}
BENCHMARK(bm_envelope_unwrap);

void bm_pad_unpad(State& state) {
  const Bytes data = input(state);
  for (auto _ : state) {
    const Bytes padded = pad(data);
    DoNotOptimize(unpad(padded));
  }
}
BENCHMARK(bm_pad_unpad)->Arg(200)->Arg(4000);

}  // namespace
