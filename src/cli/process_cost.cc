#include "cli/process_cost.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace cloister::cli {
namespace {

/// The number after `name` in a file of lines "name number …"; 0 if there is none.
std::int64_t number_in(const std::string& file, const std::string& name) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name)) return std::strtoll(line.c_str() + name.size(), nullptr, 10);
  return 0;
}

/// Pages of TCP buffers: "TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1".
std::int64_t tcp_pages() {
  std::ifstream in("/proc/net/sockstat");
  for (std::string line; std::getline(in, line);) {
    const auto at = line.starts_with("TCP:") ? line.find(" mem ") : std::string::npos;
    if (at != std::string::npos) return std::strtoll(line.c_str() + at + 5, nullptr, 10);
  }
  return 0;
}

}  // namespace

ProcessCost cost_of(pid_t pid) {
  const std::string directory = "/proc/" + std::to_string(pid);
  std::ifstream in(directory + "/stat");
  std::string stat;
  std::getline(in, stat);
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  // Fields 3 to 13 are of no interest; 14 and 15 are utime and stime.
  std::istringstream fields(stat.substr(name_end + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return {.cpu_s = (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)),
          .resident_kib = number_in(directory + "/status", "VmRSS:"),
          .anonymous_kib = number_in(directory + "/status", "RssAnon:")};
}

std::int64_t kernel_kib() { return number_in("/proc/meminfo", "Slab:") + tcp_pages() * (sysconf(_SC_PAGESIZE) / 1024); }

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

bool pin_to_core(pid_t pid, unsigned core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return sched_setaffinity(pid, sizeof set, &set) == 0;
}

std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace cloister::cli
