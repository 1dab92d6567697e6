// The key log of a site as one client holds it: fetched, verified from the pinned root, kept up to date.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "client/api_client.h"
#include "protocol/verified_roster.h"

namespace cloister::client {

using RosterPtr = std::shared_ptr<const protocol::SiteRoster>;

/// Only in the thread of its loop. May be shared by the clients of one process that pin the same root.
class KeyLog : public std::enable_shared_from_this<KeyLog> {
 public:
  static std::shared_ptr<KeyLog> create(std::shared_ptr<ApiClient> api, const SiteId& site, const Hash& root);

  const SiteId& site() const { return site_; }
  const Hash& root() const { return root_; }
  /// The latest that was verified; empty before the first `refresh`. A snapshot.
  const RosterPtr& roster() const { return roster_; }

  /// Fetches what is new and verifies it; requests that overlap share one fetch. Errors are those of
  /// `protocol::extend_roster` and of the request, and `bad_chain` when the server shows less than before.
  void refresh(std::move_only_function<void(Result<RosterPtr>)> done);
  /// `refresh` unless there are at least `size` acts already.
  void at_least(std::uint64_t size, std::move_only_function<void(Result<RosterPtr>)> done);

  /// Act n of the log, n below `roster()->size()`: holders of team keys need the bodies.
  const protocol::Act& act(std::uint64_t n) const { return acts_[n]; }

 private:
  KeyLog(std::shared_ptr<ApiClient> api, const SiteId& site, const Hash& root);
  void fetch();
  Status take(const protocol::Roster& page);
  void finish(const Status& status);

  std::shared_ptr<ApiClient> api_;
  SiteId site_;
  Hash root_;
  RosterPtr roster_;
  /// Replayed but not yet compared with a checkpoint.
  protocol::SiteRoster ahead_;
  std::vector<protocol::Act> acts_;
  std::vector<std::move_only_function<void(Result<RosterPtr>)>> waiting_;
};

}  // namespace cloister::client
