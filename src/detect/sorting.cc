#include "detect/sorting.h"

namespace cloister::detect {
namespace {

void swap_bytes(char* x, char* y, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    const char kept = x[i];
    x[i] = y[i];
    y[i] = kept;
  }
}

// Lets the element at `at` sink until nothing below it comes later in the order.
void sink(char* list, std::size_t at, std::size_t count, std::size_t size, IsBefore is_before) {
  while (2 * at + 1 < count) {
    std::size_t child = 2 * at + 1;
    if (child + 1 < count && is_before(list + child * size, list + (child + 1) * size)) ++child;
    if (!is_before(list + at * size, list + child * size)) return;
    swap_bytes(list + at * size, list + child * size, size);
    at = child;
  }
}

}  // namespace

void sort_bytes(void* elements, std::size_t count, std::size_t size, IsBefore is_before) {
  char* const list = static_cast<char*>(elements);
  for (std::size_t i = count / 2; i > 0; --i) sink(list, i - 1, count, size, is_before);
  for (std::size_t end = count; end > 1; --end) {
    swap_bytes(list, list + (end - 1) * size, size);
    sink(list, 0, end - 1, size, is_before);
  }
}

}  // namespace cloister::detect
