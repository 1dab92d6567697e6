// What strangers ask of the key log, made once for each size it has: a signature and a page of JSON cost far more than
// the question.
#pragma once

#include <map>
#include <string>

#include "server/context.h"

namespace cloister::server {

/// Acts of one page.
inline constexpr std::size_t kRosterPageActs = 200;
/// Pages kept of one site, together. Beyond it pages are made anew for whoever asks.
inline constexpr std::size_t kMaxRosterPageBytes = 16 * 1024 * 1024;

/// Of one site. Used in the hub's loop.
class RosterPages {
 public:
  /// The signed checkpoint of the roster that holds now.
  const std::string& checkpoint(const SiteContext& site);
  /// The answer to `site_roster` for those who have `from` acts.
  Result<std::string> page(store::Store& store, const SiteContext& site, std::uint64_t from);
  /// Signatures and pages made, for tests.
  std::uint64_t made() const { return made_; }

 private:
  /// Forgets what was made for another size.
  void keep_up(const protocol::SiteRoster& roster);

  std::uint64_t size_ = 0;
  std::string checkpoint_;
  std::map<std::uint64_t, std::string> pages_;
  std::size_t page_bytes_ = 0;
  std::uint64_t made_ = 0;
};

}  // namespace cloister::server
