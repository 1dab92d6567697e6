// A growing array of things that may be copied as bytes. std::vector is some hundred bytes of code for each type in the
// module for the browser; this grows all types with one function.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace cloister::detect {

/// Memory for at least `wanted` elements of `size` bytes, in place of `*memory` with the first `used` of them.
/// `*capacity` is updated.
void grow(void** memory, std::size_t* capacity, std::size_t used, std::size_t wanted, std::size_t size);
void give_back(void* memory);

template <class T>
class List {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
  static_assert(alignof(T) <= alignof(std::max_align_t));

 public:
  List() = default;
  List(const List&) = delete;
  List& operator=(const List&) = delete;
  ~List() { give_back(memory_); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return static_cast<T*>(memory_); }
  const T* data() const { return static_cast<const T*>(memory_); }
  T* begin() { return data(); }
  const T* begin() const { return data(); }
  T* end() { return data() + size_; }
  const T* end() const { return data() + size_; }
  T& operator[](std::size_t i) { return data()[checked(i)]; }
  const T& operator[](std::size_t i) const { return data()[checked(i)]; }
  T& back() { return data()[checked(size_ - 1)]; }
  const T& back() const { return data()[checked(size_ - 1)]; }

  void clear() { size_ = 0; }
  void reserve(std::size_t size) {
    if (size > capacity_) grow(&memory_, &capacity_, size_, size, sizeof(T));
  }
  void push_back(const T& element) {
    const T kept = element;  // may lie in this list
    if (size_ == capacity_) grow(&memory_, &capacity_, size_, size_ + 1, sizeof(T));
    data()[size_++] = kept;
  }
  void append(const T* first, std::size_t count) {
    reserve(size_ + count);
    for (std::size_t i = 0; i < count; ++i) data()[size_++] = first[i];
  }
  /// New elements are copies of `element`.
  void resize(std::size_t size, const T& element = {}) {
    reserve(size);
    while (size_ < size) data()[size_++] = element;
    size_ = size;
  }
  void swap(List& other) {
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  // An index beyond the end stops the program; the module for the browser is confined to its own memory anyway.
  std::size_t checked(std::size_t i) const {
#ifndef __wasm__
    if (i >= size_) [[unlikely]]
      __builtin_trap();
#endif
    return i;
  }

  void* memory_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace cloister::detect
