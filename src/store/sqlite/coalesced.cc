#include "store/sqlite/coalesced.h"

#include <algorithm>
#include <utility>

namespace cloister::store::sqlite {

bool merge_mark(std::vector<MarkRecord>& marks, const MarkRecord& mark) {
  const auto same = std::ranges::find_if(marks, [&](const MarkRecord& other) {
    return other.site == mark.site && other.sender == mark.sender && other.kind == mark.kind;
  });
  if (same == marks.end()) {
    marks.push_back(mark);
    return true;
  }
  if (same->seq >= mark.seq) return false;
  *same = mark;
  return true;
}

bool Coalesced::note(MarkRecord mark) {
  const std::lock_guard lock(mutex_);
  return note_locked(std::move(mark));
}

bool Coalesced::note(const SessionSeen& seen) {
  const std::lock_guard lock(mutex_);
  return note_locked(seen);
}

bool Coalesced::note_locked(MarkRecord&& mark) {
  const auto found = marks_.find(mark.conversation);
  if (found == marks_.end() && waiting_ >= limit_) return false;
  auto& marks = found == marks_.end() ? marks_[mark.conversation] : found->second;
  const std::size_t before = marks.size();
  merge_mark(marks, mark);
  if (marks.size() > before) ++waiting_;
  return waiting_ == 1;
}

bool Coalesced::note_locked(const SessionSeen& seen) {
  const auto found = seen_.find(seen.id_hash);
  if (found != seen_.end()) {
    found->second.last_seen_ms = std::max(found->second.last_seen_ms, seen.last_seen_ms);
    return false;
  }
  if (waiting_ >= limit_) return false;
  seen_.emplace(seen.id_hash, seen);
  return ++waiting_ == 1;
}

Notes Coalesced::take(std::size_t limit) {
  const std::lock_guard lock(mutex_);
  while (!marks_.empty() && writing_.size() < limit) {
    const auto first = marks_.begin();
    waiting_ -= first->second.size();
    std::ranges::move(first->second, std::back_inserter(writing_.marks));
    marks_.erase(first);
  }
  while (!seen_.empty() && writing_.size() < limit) {
    const auto first = seen_.begin();
    --waiting_;
    writing_.seen.push_back(first->second);
    seen_.erase(first);
  }
  return writing_;
}

void Coalesced::written(bool success) {
  const std::lock_guard lock(mutex_);
  Notes ended = std::exchange(writing_, {});
  if (success) return;
  for (MarkRecord& mark : ended.marks) note_locked(std::move(mark));
  for (const SessionSeen& seen : ended.seen) note_locked(seen);
}

bool Coalesced::empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_ == 0;
}

void Coalesced::overlay(const SiteId& site, const ConversationId& conversation, std::vector<MarkRecord>& marks) const {
  const std::lock_guard lock(mutex_);
  for (const MarkRecord& mark : writing_.marks) {
    if (mark.conversation == conversation && mark.site == site) merge_mark(marks, mark);
  }
  const auto found = marks_.find(conversation);
  if (found == marks_.end()) return;
  for (const MarkRecord& mark : found->second) {
    if (mark.site == site) merge_mark(marks, mark);
  }
}

void Coalesced::overlay(SessionRecord& session) const {
  const std::lock_guard lock(mutex_);
  const auto apply = [&](const SessionSeen& seen) {
    if (seen.id_hash == session.id_hash && seen.site == session.site)
      session.last_seen_ms = std::max(session.last_seen_ms, seen.last_seen_ms);
  };
  std::ranges::for_each(writing_.seen, apply);
  if (const auto found = seen_.find(session.id_hash); found != seen_.end()) apply(found->second);
}

}  // namespace cloister::store::sqlite
