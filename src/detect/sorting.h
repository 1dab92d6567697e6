// Sorting in little code: std::sort is several kilobytes for each type, and the module for the browser is small.
#pragma once

#include <cstddef>
#include <type_traits>

#include "detect/list.h"

namespace cloister::detect {

using IsBefore = bool (*)(const void*, const void*);
/// `count` elements of `size` bytes each, which may be copied as bytes.
void sort_bytes(void* list, std::size_t count, std::size_t size, IsBefore is_before);

/// By heap, in time n log n; equal elements in any order.
template <auto is_before, class T>
void sort_by(List<T>& list) {
  static_assert(std::is_trivially_copyable_v<T>);
  sort_bytes(list.data(), list.size(), sizeof(T), [](const void* x, const void* y) {
    return is_before(*static_cast<const T*>(x), *static_cast<const T*>(y));
  });
}

}  // namespace cloister::detect
