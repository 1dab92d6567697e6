// What the process does to itself before it holds secrets.
#pragma once

#include "base/result.h"

namespace cloister {

/// No core dumps (RLIMIT_CORE 0), and no reading of memory by other processes of the same user
/// (PR_SET_DUMPABLE 0). Call once, first thing in `main`, before threads and before any key is read.
/// `internal` when the kernel refuses: do not go on then.
Status harden_process();

}  // namespace cloister
