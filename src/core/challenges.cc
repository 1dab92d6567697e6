#include "core/challenges.h"

namespace cloister::core {

void Challenges::forget(TimeMs now) {
  const auto over = [&](const std::pair<TimeMs, Hash>& oldest) {
    return oldest.first + kChallengeLifetimeMs <= now || order_.size() >= max_ || !given_.contains(oldest.second);
  };
  while (!order_.empty() && over(order_.front())) {
    given_.erase(order_.front().second);
    order_.pop_front();
  }
}

Hash Challenges::give(TimeMs now, RandomSource& random) {
  forget(now);
  const Hash challenge = random.make<Hash>();
  given_.emplace(challenge, now);
  order_.emplace_back(now, challenge);
  return challenge;
}

Status Challenges::take(const Hash& challenge, TimeMs now) {
  const auto found = given_.find(challenge);
  if (found == given_.end()) return fail(ErrorCode::bad_proof, "challenge");
  const TimeMs given_ms = found->second;
  given_.erase(found);
  forget(now);
  if (now >= given_ms + kChallengeLifetimeMs) return fail(ErrorCode::bad_proof, "challenge is too old");
  return {};
}

}  // namespace cloister::core
