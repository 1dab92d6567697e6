#include "base/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "unit/crypto/helpers.h"

namespace cloister {
namespace {

TEST(Process, HardeningLeavesNoCoreAndNoReader) {
  // In a child: it cannot be undone.
  EXPECT_EXIT(
      {
        rlimit limit{};
        const bool done = harden_process().has_value() && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                          getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0;
        std::exit(done ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace cloister
