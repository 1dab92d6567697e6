// Which sides of a conversation are connected, for `Presence`. One object per live conversation, used by its
// thread.
#pragma once

#include <array>
#include <cstdint>

#include "base/result.h"
#include "core/conversation.h"

namespace cloister::core {

/// Sockets of one side on one conversation (tabs, devices).
inline constexpr std::size_t kMaxSocketsPerSide = 8;

class Attendance {
 public:
  /// True if the side was away before: the other side is told. `limit_reached` when it has too many sockets.
  Result<bool> arrive(Side side) {
    std::uint8_t& count = counts_[static_cast<std::size_t>(side)];
    if (count >= kMaxSocketsPerSide) return fail(ErrorCode::limit_reached, "sockets of a conversation");
    return ++count == 1;
  }
  /// True if the side is away now: the other side is told.
  bool leave(Side side) {
    std::uint8_t& count = counts_[static_cast<std::size_t>(side)];
    return count > 0 && --count == 0;
  }
  bool online(Side side) const { return counts_[static_cast<std::size_t>(side)] > 0; }

 private:
  std::array<std::uint8_t, 2> counts_{};
};

constexpr Side other(Side side) { return side == Side::customer ? Side::staff : Side::customer; }

}  // namespace cloister::core
