#include "detect/hashes.h"

#include <bit>
#include <cstddef>

namespace cloister::detect {
namespace {

constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void compress(std::array<std::uint32_t, 8>& state, const std::uint8_t* block) {
  std::uint32_t w[64];
  for (int i = 0; i < 16; ++i) {
    w[i] = std::uint32_t{block[i * 4]} << 24 | std::uint32_t{block[i * 4 + 1]} << 16 |
           std::uint32_t{block[i * 4 + 2]} << 8 | block[i * 4 + 3];
  }
  for (int i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ w[i - 15] >> 3;
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (int i = 0; i < 64; ++i) {
    const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
    const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const std::uint32_t added[8] = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < 8; ++i) state[i] += added[i];
}

void permute(std::array<std::uint64_t, 25>& s) {
  constexpr int kTurns[24] = {1,  3,  6,  10, 15, 21, 28, 36, 45, 55, 2,  14,
                              27, 41, 56, 8,  25, 43, 62, 18, 39, 61, 20, 44};
  constexpr std::size_t kLanes[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                      15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};
  std::uint8_t lfsr = 1;
  for (int round = 0; round < 24; ++round) {
    std::uint64_t c[5];
    for (std::size_t x = 0; x < 5; ++x) c[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
    for (std::size_t i = 0; i < 25; ++i) s[i] ^= c[(i + 4) % 5] ^ std::rotl(c[(i + 1) % 5], 1);
    std::uint64_t carried = s[1];
    for (std::size_t i = 0; i < 24; ++i) {
      const std::uint64_t next = s[kLanes[i]];
      s[kLanes[i]] = std::rotl(carried, kTurns[i]);
      carried = next;
    }
    for (std::size_t y = 0; y < 25; y += 5) {
      const std::uint64_t row[5] = {s[y], s[y + 1], s[y + 2], s[y + 3], s[y + 4]};
      for (std::size_t x = 0; x < 5; ++x) s[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    for (int bit = 0; bit < 7; ++bit) {
      if ((lfsr & 1) != 0) s[0] ^= std::uint64_t{1} << ((1 << bit) - 1);
      lfsr = static_cast<std::uint8_t>((lfsr << 1) ^ ((lfsr >> 7) * 0x171));
    }
  }
}

}  // namespace

Digest sha256(std::span<const std::uint8_t> data) {
  std::array<std::uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::size_t i = 0;
  for (; i + 64 <= data.size(); i += 64) compress(state, data.data() + i);
  std::uint8_t last[128] = {};
  const std::size_t rest = data.size() - i;
  for (std::size_t k = 0; k < rest; ++k) last[k] = data[i + k];
  last[rest] = 0x80;
  const std::size_t length = rest < 56 ? 64 : 128;
  const std::uint64_t bits = data.size() * 8;
  for (std::size_t k = 0; k < 8; ++k) last[length - 1 - k] = static_cast<std::uint8_t>(bits >> (8 * k));
  for (std::size_t k = 0; k < length; k += 64) compress(state, last + k);
  Digest out;
  for (std::size_t k = 0; k < 32; ++k) out[k] = static_cast<std::uint8_t>(state[k / 4] >> (24 - 8 * (k % 4)));
  return out;
}

Digest keccak256(std::span<const std::uint8_t> data) {
  constexpr std::size_t kRate = 136;
  std::uint8_t block[kRate] = {};
  const std::size_t size = data.size() < kRate ? data.size() : kRate - 1;
  for (std::size_t i = 0; i < size; ++i) block[i] = data[i];
  block[size] ^= 0x01;
  block[kRate - 1] ^= 0x80;
  std::array<std::uint64_t, 25> state{};
  for (std::size_t i = 0; i < kRate; ++i) state[i / 8] ^= std::uint64_t{block[i]} << (8 * (i % 8));
  permute(state);
  Digest out;
  for (std::size_t i = 0; i < 32; ++i) out[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
  return out;
}

}  // namespace cloister::detect
