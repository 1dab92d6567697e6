// What a process costs the machine, as /proc tells it (proc(5)).
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace cloister::cli {

struct ProcessCost {
  /// User and system time of all threads; the kernel counts in hundredths of a second.
  double cpu_s = 0;
  std::int64_t resident_kib = 0;
  std::int64_t anonymous_kib = 0;
};

/// All zero for a process that is not there.
ProcessCost cost_of(pid_t pid);

/// Memory of the kernel on the whole machine: slab (sockets, descriptors, epoll) and buffers of TCP.
std::int64_t kernel_kib();

/// Pins the process to one core, with all threads it starts from now on. False where that is not possible.
bool pin_to_core(pid_t pid, unsigned core);
unsigned cores();

/// Raises the limit of open descriptors as far as it goes; returns it.
std::uint64_t raise_descriptor_limit();

}  // namespace cloister::cli
