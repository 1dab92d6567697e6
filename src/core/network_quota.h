// What one network may take of what strangers share: how often (`NetworkPace`), and how much at a time (`NetworkPot`).
// Pure; not thread safe.
#pragma once

#include <cstddef>
#include <map>

#include "base/clock.h"
#include "base/result.h"
#include "core/network.h"
#include "core/pace.h"

namespace cloister::core {

/// A wide network may take so many times what a near one may: enough for neighbours who have nothing to do with each
/// other, and far below what its number of addresses would come to.
inline constexpr std::size_t kWideShares = 4;

/// A rate for each near network, and `kWideShares` times that for each wide one.
class NetworkPace {
 public:
  explicit NetworkPace(Rate rate, std::size_t max_networks = kMaxPacedKeys)
      : near_(rate, max_networks),
        wide_({rate.burst * static_cast<std::int64_t>(kWideShares), rate.period_ms}, max_networks) {}

  /// `limit_reached` when one of the two has not so many permits left; then none is taken.
  Status take(const Network& from, TimeMs now, std::int64_t amount = 1);
  bool has(const Network& from, TimeMs now, std::int64_t amount = 1);

 private:
  Pace<IpAddress> near_;
  Pace<IpAddress> wide_;
};

/// Of a pot: what is in it, and what one near network may hold of it at a time. 0: no limit.
struct Shares {
  std::size_t all = 0;
  std::size_t near = 0;
};

/// Places, bytes or whatever is taken and given back. Its memory is bounded by what is held: who holds nothing is not
/// known.
class NetworkPot {
 public:
  explicit NetworkPot(Shares shares) : shares_(shares) {}

  /// `limit_reached` when the pot has not so much left, or the network has its share.
  Status take(const Network& to, std::size_t amount = 1);
  /// The same for somebody who is in already and goes on: only the network's share is looked at.
  Status take_share(const Network& to, std::size_t amount = 1);
  /// What was taken; no more.
  void give_back(const Network& from, std::size_t amount = 1);
  std::size_t held() const { return held_; }
  /// Networks that hold something.
  std::size_t networks() const { return near_.size(); }

 private:
  using Table = std::map<IpAddress, std::size_t>;
  static bool fits(const Table& table, const IpAddress& key, std::size_t amount, std::size_t most);
  static void lower(Table& table, const IpAddress& key, std::size_t amount);

  Shares shares_;
  std::size_t held_ = 0;
  Table near_;
  Table wide_;
};

}  // namespace cloister::core
