#include "core/network_quota.h"

#include <algorithm>

namespace cloister::core {

bool NetworkPace::has(const Network& from, TimeMs now, std::int64_t amount) {
  return near_.has(from.near, now, amount) && wide_.has(from.wide, now, amount);
}

Status NetworkPace::take(const Network& from, TimeMs now, std::int64_t amount) {
  // Both or none: who is refused must not lower what the neighbours may.
  if (!has(from, now, amount)) return fail(ErrorCode::limit_reached, "too often from one network");
  CLOISTER_CHECK(near_.take(from.near, now, amount));
  return wide_.take(from.wide, now, amount);
}

bool NetworkPot::fits(const Table& table, const IpAddress& key, std::size_t amount, std::size_t most) {
  if (most == 0) return true;
  const auto found = table.find(key);
  const std::size_t held = found == table.end() ? 0 : found->second;
  return amount <= most && held <= most - amount;
}

Status NetworkPot::take(const Network& to, std::size_t amount) {
  if (shares_.all != 0 && (amount > shares_.all || held_ > shares_.all - amount))
    return fail(ErrorCode::limit_reached, "nothing left for anybody");
  return take_share(to, amount);
}

Status NetworkPot::take_share(const Network& to, std::size_t amount) {
  if (!fits(near_, to.near, amount, shares_.near) || !fits(wide_, to.wide, amount, shares_.near * kWideShares))
    return fail(ErrorCode::limit_reached, "the share of one network");
  if (amount == 0) return {};
  held_ += amount;
  near_[to.near] += amount;
  wide_[to.wide] += amount;
  return {};
}

void NetworkPot::lower(Table& table, const IpAddress& key, std::size_t amount) {
  const auto found = table.find(key);
  if (found == table.end()) return;
  found->second -= std::min(found->second, amount);
  if (found->second == 0) table.erase(found);
}

void NetworkPot::give_back(const Network& from, std::size_t amount) {
  held_ -= std::min(held_, amount);
  lower(near_, from.near, amount);
  lower(wide_, from.wide, amount);
}

}  // namespace cloister::core
