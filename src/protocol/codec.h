// Canonical binary encoding: big endian, length-prefixed, one form only (docs/protocol.md, "Encoding").
//
// `Encoder` appends, `Decoder` takes apart. A `Decoder` never reads past its view; after the first fault every further
// read yields zeros and `failed()` stays true, so that decoders need one check at the end. Not thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace cloister::protocol {

/// Largest integer that JavaScript holds exactly (2^53 - 1).
inline constexpr std::uint64_t kMaxSafeInteger = 9007199254740991;

class Encoder {
 public:
  void u8(std::uint8_t value) { out_.push_back(value); }
  void u16(std::uint16_t value) { big_endian(value, 2); }
  void u32(std::uint32_t value) { big_endian(value, 4); }
  void u64(std::uint64_t value) { big_endian(value, 8); }
  void raw(ByteView value) { append(out_, value); }
  void bytes(ByteView value) {
    u32(static_cast<std::uint32_t>(value.size()));
    raw(value);
  }
  /// Domain separation: "cloister/v1/" name 0x00.
  void label(std::string_view name) {
    raw(as_bytes("cloister/v1/"));
    raw(as_bytes(name));
    u8(0);
  }
  Bytes take() { return std::move(out_); }

 private:
  void big_endian(std::uint64_t value, int size) {
    for (int shift = (size - 1) * 8; shift >= 0; shift -= 8) out_.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  Bytes out_;
};

class Decoder {
 public:
  explicit Decoder(ByteView view) : rest_(view) {}

  std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
  std::uint64_t u64() {
    const std::uint64_t value = big_endian(8);
    if (value > kMaxSafeInteger) failed_ = true;
    return failed_ ? 0 : value;
  }
  void raw(std::span<std::uint8_t> out) {
    const ByteView from = view(out.size());
    if (!failed_) std::memcpy(out.data(), from.data(), out.size());
  }
  /// A length-prefixed run of at most `max` bytes, borrowed from the input.
  ByteView view_of_bytes(std::size_t max) {
    const std::size_t size = u32();
    if (size > max) failed_ = true;
    return view(size);
  }
  Bytes bytes(std::size_t max) { return to_bytes(view_of_bytes(max)); }
  /// As `bytes`, and valid UTF-8.
  std::string text(std::size_t max);
  template <class T>
  void list(std::vector<T>& out, std::size_t max) {
    const std::size_t count = u16();
    if (count > max) failed_ = true;
    for (std::size_t i = 0; i < count && !failed_; ++i) read(*this, out.emplace_back());
  }

  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  ByteView view(std::size_t size) {
    if (failed_ || size > rest_.size()) {
      failed_ = true;
      return {};
    }
    const ByteView out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
  }
  std::uint64_t big_endian(std::size_t size) {
    std::uint64_t value = 0;
    for (std::uint8_t byte : view(size)) value = value << 8 | byte;
    return value;
  }

  ByteView rest_;
  bool failed_ = false;
};

template <class T>
Bytes encode(const T& value) {
  Encoder out;
  write(out, value);
  return out.take();
}

/// The whole of `bytes` as a T, or `malformed`: too short, too long, over a limit, not UTF-8.
template <class T>
Result<T> decode(ByteView bytes) {
  Decoder in(bytes);
  T value;
  read(in, value);
  if (in.failed() || !in.at_end()) return fail(ErrorCode::malformed);
  return value;
}

}  // namespace cloister::protocol
