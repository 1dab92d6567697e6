// Marks and last-seen times between their arrival and their commit: only the latest of each counts, so a conversation
// read on a telephone that scrolls costs one row a second, not one for each mark.
#pragma once

#include <mutex>
#include <unordered_map>
#include <vector>

#include "store/records.h"

namespace cloister::store::sqlite {

struct SessionSeen {
  SiteId site;
  Hash id_hash;
  TimeMs last_seen_ms = 0;
};

/// What one commit takes along.
struct Notes {
  std::vector<MarkRecord> marks;
  std::vector<SessionSeen> seen;
  bool empty() const { return marks.empty() && seen.empty(); }
  std::size_t size() const { return marks.size() + seen.size(); }
};

/// Thread safe.
class Coalesced {
 public:
  explicit Coalesced(std::size_t limit) : limit_(limit) {}

  /// True if nothing was waiting before: then somebody should think of writing.
  bool note(MarkRecord mark);
  bool note(const SessionSeen& seen);

  /// Up to `limit` of what waits, for a commit. They stay visible until `written`.
  Notes take(std::size_t limit);
  /// The commit has ended; what failed waits again, unless something later came.
  void written(bool success);
  bool empty() const;

  /// Puts the marks of a conversation that wait or are being written in place of older ones in `marks`.
  void overlay(const SiteId& site, const ConversationId& conversation, std::vector<MarkRecord>& marks) const;
  /// Likewise for a session.
  void overlay(SessionRecord& session) const;

 private:
  using Marks = std::unordered_map<ConversationId, std::vector<MarkRecord>>;
  bool note_locked(MarkRecord&& mark);
  bool note_locked(const SessionSeen& seen);

  const std::size_t limit_;
  mutable std::mutex mutex_;
  Marks marks_;
  std::unordered_map<Hash, SessionSeen> seen_;
  std::size_t waiting_ = 0;
  Notes writing_;
};

/// Puts `mark` into `marks` in place of an older one of its sender and kind; false if a later one is there.
bool merge_mark(std::vector<MarkRecord>& marks, const MarkRecord& mark);

}  // namespace cloister::store::sqlite
