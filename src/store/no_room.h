// Which failures of a file mean that there is no room, rather than that the disk is broken.
#pragma once

#include <cerrno>

namespace cloister::store {

/// The file system is full; the quota of our user; the largest file that this process may write (ulimit -f).
constexpr bool is_no_room(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

}  // namespace cloister::store
