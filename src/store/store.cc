#include "store/store.h"

#include <future>
#include <memory>

namespace cloister::store {

void deliver_inline(std::vector<Completion>&& completions) {
  for (Completion& completion : completions) {
    if (completion.done) completion.done(std::move(completion.status));
  }
}

Status Store::run(Operation operation) {
  std::promise<Status> promise;
  auto ended = promise.get_future();
  CLOISTER_CHECK(submit(std::move(operation), [&promise](Status status) { promise.set_value(std::move(status)); }));
  return ended.get();
}

}  // namespace cloister::store
