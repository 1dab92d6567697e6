// Bytes that must not outlive their use: wiped when they die, never copied by accident, never printed.
#pragma once

#include <utility>

#include "base/bytes.h"

namespace cloister {

/// Overwrites memory in a way that the optimiser keeps.
void wipe(void* data, std::size_t size);

/// Compares in time that depends on the lengths only.
bool equal_constant_time(ByteView a, ByteView b);

/// Owns secret bytes. Move only; `clone()` says where a copy is meant. Not thread safe.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::size_t size) : bytes_(size) {}
  /// Takes the bytes over; the caller's buffer is wiped and emptied.
  explicit Secret(Bytes&& bytes) : bytes_(std::move(bytes)) {}
  static Secret copy_of(ByteView bytes) { return Secret(to_bytes(bytes)); }

  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      clear();
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  ~Secret() { clear(); }

  Secret clone() const { return copy_of(bytes_); }
  ByteView view() const { return bytes_; }
  std::span<std::uint8_t> writable() { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  bool empty() const { return bytes_.empty(); }
  void clear() {
    if (!bytes_.empty()) wipe(bytes_.data(), bytes_.size());
    bytes_.clear();
  }

 private:
  Bytes bytes_;
};

}  // namespace cloister
