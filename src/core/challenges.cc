#include "core/challenges.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "core/process_key.h"

namespace cloister::core {
namespace {

constexpr std::size_t kTimeBytes = 6;
constexpr std::size_t kTagAt = 16;

TimeMs time_of(const Hash& challenge) {
  TimeMs time = 0;
  for (std::size_t i = 0; i < kTimeBytes; ++i) time = time << 8 | challenge.value[i];
  return time;
}

}  // namespace

Challenges::Challenges(RandomSource& random, std::size_t max_used) : key_(process_key(random)), max_used_(max_used) {}

Challenges::Tag Challenges::tag_of(const Hash& challenge) {
  Tag tag = 0;
  std::memcpy(&tag, challenge.value.data() + kTagAt, sizeof tag);
  return tag;
}

/// The first half of `draft`, with the tag that belongs to it.
Hash Challenges::tagged(const SiteId& site, const Hash& draft) const {
  std::array<std::uint8_t, sizeof site.value + kTagAt> covered{};
  const auto rest = std::ranges::copy(site.value, covered.begin()).out;
  std::copy_n(draft.value.begin(), kTagAt, rest);
  const Hash tag = key_.hash("challenge", covered);
  Hash out = draft;
  std::copy_n(tag.value.begin(), out.value.size() - kTagAt, out.value.begin() + kTagAt);
  return out;
}

Hash Challenges::give(const SiteId& site, TimeMs now, RandomSource& random) const {
  Hash draft = random.make<Hash>();
  for (std::size_t i = 0; i < kTimeBytes; ++i)
    draft.value[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(now) >> (8 * (kTimeBytes - 1 - i)));
  return tagged(site, draft);
}

void Challenges::forget(TimeMs now) {
  while (!order_.empty() && order_.front().first <= now) {
    used_.erase(order_.front().second);
    order_.pop_front();
  }
}

Status Challenges::check(const SiteId& site, const Hash& challenge, TimeMs now) {
  forget(now);
  if (!equal_constant_time(tagged(site, challenge), challenge)) return fail(ErrorCode::bad_proof, "challenge");
  // One from the future: the clock was set back since.
  const TimeMs given_ms = time_of(challenge);
  if (now < given_ms || now >= given_ms + kChallengeLifetimeMs)
    return fail(ErrorCode::bad_proof, "challenge is too old");
  if (used_.contains(tag_of(challenge))) return fail(ErrorCode::bad_proof, "challenge was used");
  return {};
}

Status Challenges::use_up(const SiteId& site, const Hash& challenge, ChallengeUse use, TimeMs now) {
  CLOISTER_CHECK(check(site, challenge, now));
  const std::size_t reserved = use == ChallengeUse::staff ? 0 : max_used_ / kStaffShareOfChallenges;
  if (used_.size() >= max_used_ - reserved) return fail(ErrorCode::limit_reached, "used challenges");
  used_.insert(tag_of(challenge));
  // By the time of use, which never goes back while the queue is not empty, so a little too long rather than too short.
  const TimeMs end = now + kChallengeLifetimeMs;
  order_.emplace_back(order_.empty() ? end : std::max(end, order_.back().first), tag_of(challenge));
  return {};
}

}  // namespace cloister::core
