// What the customers of the demo shop say. Made-up people of a made-up shop for outdoor gear.
#pragma once

#include <span>
#include <string_view>

namespace cloister::client {

/// One customer: what they open with, how they go on after each answer, and what they say when there is none.
struct DemoCustomer {
  std::string_view name;
  /// Written at the start, one message each.
  std::span<const std::string_view> opening;
  /// After each answer of the agent the next one; then the last.
  std::span<const std::string_view> replies;
  /// When nobody answers for a while, each once.
  std::span<const std::string_view> reminders;
  /// Whether they close their lap-top once and come back.
  bool comes_back = false;
};

std::span<const DemoCustomer> demo_customers();

}  // namespace cloister::client
