// What an error number of the system means, in words.
#pragma once

#include <cstring>
#include <string>

namespace cloister {

/// Thread safe, unlike strerror.
inline std::string errno_text(int code) {
  const char* const text = ::strerrordesc_np(code);
  return text != nullptr ? text : "error " + std::to_string(code);
}

}  // namespace cloister
