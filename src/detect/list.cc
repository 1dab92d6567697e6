#include "detect/list.h"

#include <cstring>
#include <new>

namespace cloister::detect {

void grow(void** memory, std::size_t* capacity, std::size_t used, std::size_t wanted, std::size_t size) {
  std::size_t next = *capacity < 8 ? 8 : *capacity * 2;
  if (next < wanted) next = wanted;
  void* const larger = ::operator new(next * size);
  if (used > 0) std::memcpy(larger, *memory, used * size);
  ::operator delete(*memory);
  *memory = larger;
  *capacity = next;
}

void give_back(void* memory) { ::operator delete(memory); }

}  // namespace cloister::detect
