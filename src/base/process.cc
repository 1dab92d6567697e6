#include "base/process.h"
#include "base/errno_text.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

namespace cloister {

Status harden_process() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0)
    return fail(ErrorCode::internal, std::string("core dumps stay on: ") + errno_text(errno));
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail(ErrorCode::internal, std::string("the process stays readable: ") + errno_text(errno));
  return {};
}

}  // namespace cloister
