// Sorting in little code: std::sort is several kilobytes for each type, and the module for the browser is small.
#pragma once

#include <algorithm>
#include <vector>

namespace cloister::detect {

/// By heap, in time n log n; equal elements in any order.
template <class T>
void sort_by(std::vector<T>& list, bool (*is_before)(const T&, const T&)) {
  std::make_heap(list.begin(), list.end(), is_before);
  std::sort_heap(list.begin(), list.end(), is_before);
}

}  // namespace cloister::detect
