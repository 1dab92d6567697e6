// How things fail: `Result<T>` holds a value or an `Error`, and an `Error` is a numbered code of the wire schema.
//
// Exceptions are for bugs and for exhausted memory, never for what outsiders or the disk can cause.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/gen/error_code.h"

namespace cloister {

/// One failure. `code` goes on the wire with its fixed human sentence; `detail` is for the operator's log only and must
/// never hold content or secrets.
struct Error {
  ErrorCode code;
  std::string detail;
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> fail(ErrorCode code, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(detail)});
}

}  // namespace cloister

#define CLOISTER_CONCAT_(a, b) a##b
#define CLOISTER_CONCAT(a, b) CLOISTER_CONCAT_(a, b)
#define CLOISTER_TRY_(temporary, target, ...)                           \
  auto temporary = (__VA_ARGS__);                                       \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  target = std::move(*temporary)

/// CLOISTER_TRY(auto x, f()): x is the value of f(), or the caller returns f's error.
#define CLOISTER_TRY(target, ...) CLOISTER_TRY_(CLOISTER_CONCAT(try_result_, __LINE__), target, __VA_ARGS__)
/// CLOISTER_CHECK(f()): the caller returns f's error if there is one.
#define CLOISTER_CHECK(...) \
  if (auto check_result = (__VA_ARGS__); !check_result) return std::unexpected(std::move(check_result).error())
