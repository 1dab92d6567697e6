// The store: what survives a restart and a power cut.
//
// Writes are operations of the domain (operations.h), queued and carried out by one writer thread that
// commits everything queued at once and syncs it to disk once. An operation that was reported as done is on
// disk. Reads are calls that block for the time of a look-up, on connections of their own, and see everything
// reported as done before the call.
//
// Thread safe, all of it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "store/operations.h"
#include "store/records.h"

namespace cloister::store {

/// Marks and last-seen times are kept in memory this long before they are written, so a crash costs at most
/// this much of them.
inline constexpr DurationMs kCoalesceMs = 1000;
/// Entries in one AppendEntries or CreateConversation.
inline constexpr std::size_t kMaxEntriesPerAppend = 16;
/// Entries that one read returns.
inline constexpr std::size_t kMaxEntriesPerRead = 1000;
/// Rows that one other read returns.
inline constexpr std::size_t kMaxRowsPerRead = 1000;

/// Called once when the operation has ended, with success only if it is on disk.
using Done = std::move_only_function<void(Status)>;

/// An operation that has ended.
struct Completion {
  /// The number given to `submit`.
  std::uint32_t lane = 0;
  Done done;
  Status status;
};

/// Takes the completions of one commit, in the order of submission. Called on the writer thread: it must not
/// block or throw, nor call `close`. Typically it posts those of each lane to the event loop of that number,
/// one post per lane.
using Deliver = std::function<void(std::vector<Completion>&&)>;

/// A `Deliver` that calls each `done` on the writer thread.
void deliver_inline(std::vector<Completion>&& completions);

class Store {
 public:
  virtual ~Store() = default;

  // --- Writes

  /// Queues an operation; operations are carried out in the order of submission. On an error nothing was
  /// queued and `done` is never called: `limit_reached` when the queue is full, `shutting_down` after
  /// `close`, `too_large`, `decryption_failed`/`storage_failed` when the key of the row cannot be read.
  /// Bodies and names are sealed here, on the caller's thread; the first use of a conversation or person
  /// reads its key from disk. `done` may be empty.
  virtual Status submit(Operation operation, Done done, std::uint32_t lane = 0) = 0;

  /// `submit`, and waits for the end. For tools, tests and start-up; never on an event loop, and never with a
  /// `Deliver` that posts to the calling thread.
  Status run(Operation operation);

  /// Takes the latest mark of a sender and kind; written within `kCoalesceMs`. Not acknowledged, not
  /// individually durable; reads see it at once. Dropped silently when `StoreLimits::coalesced` are waiting
  /// already.
  virtual void note_mark(MarkRecord mark) = 0;
  /// Takes the last-seen time of a session, in the same way.
  virtual void note_session_seen(const SiteId& site, const Hash& id_hash, TimeMs last_seen_ms) = 0;

  /// Writes what is queued and noted, delivers the completions, and stops taking operations. Reads still
  /// work. The destructor of an implementation does it too.
  virtual void close() = 0;

  // --- Reads. `not_found` for an unknown site, person, device, session or conversation, and for one of
  // another site; `storage_failed` when the disk does not answer; `decryption_failed` when a sealed value is
  // not what was sealed.

  virtual Result<std::vector<SiteId>> sites() = 0;
  virtual Result<SiteRecord> site(const SiteId& site) = 0;

  /// Number of acts.
  virtual Result<std::uint64_t> act_count(const SiteId& site) = 0;
  /// Acts from position `from` on, at most `limit` (and kMaxRowsPerRead).
  virtual Result<std::vector<Bytes>> acts(const SiteId& site, std::uint64_t from, std::size_t limit) = 0;

  virtual Result<PersonRecord> person(const SiteId& site, const PersonId& person) = 0;
  virtual Result<std::vector<PersonRecord>> people(const SiteId& site) = 0;
  virtual Result<DeviceKeeping> device(const SiteId& site, const DeviceId& device) = 0;

  virtual Result<SessionRecord> session(const SiteId& site, const Hash& id_hash) = 0;
  /// All sessions, of every site, by id hash; for start-up. At most `limit` (and kMaxRowsPerRead):
  /// continue after the last hash of the page before (zero at first) until fewer come back.
  virtual Result<std::vector<SessionRecord>> sessions_after(const Hash& after, std::size_t limit) = 0;

  virtual Result<ConversationRecord> conversation(const SiteId& site, const ConversationId& conversation) = 0;
  /// Newest first.
  virtual Result<std::vector<ConversationRecord>> conversations_of_device(const SiteId& site,
                                                                          const DeviceId& customer_device,
                                                                          std::size_t limit) = 0;
  /// Those that wait or are assigned, whoever they are assigned to; oldest first. At most `limit` (and
  /// kMaxRowsPerRead): continue after the last one of the page before (zero at first) until a page is empty. One that
  /// was closed meanwhile may be among them.
  virtual Result<std::vector<ConversationRecord>> open_conversations(const SiteId& site, const ConversationId& after,
                                                                     std::size_t limit) = 0;

  /// Entries with seq greater than `after`, in order, at most `limit` (and kMaxEntriesPerRead), and none after the one
  /// with which the bodies reach `bytes`.
  virtual Result<std::vector<EntryRecord>> entries_after(const SiteId& site, const ConversationId& conversation,
                                                         std::uint64_t after, std::size_t limit,
                                                         std::size_t bytes = SIZE_MAX) = 0;
  /// Latest marks, those not yet written included.
  virtual Result<std::vector<MarkRecord>> marks(const SiteId& site, const ConversationId& conversation) = 0;

  /// What was noticed in the drafts of a member of staff, in all conversations that are kept; by kind and outcome. At
  /// most kMaxRowsPerRead.
  virtual Result<std::vector<NoticedCount>> noticed_of(const SiteId& site, const PersonId& person) = 0;
  /// Likewise in one conversation, on both sides together.
  virtual Result<std::vector<NoticedCount>> noticed_in(const SiteId& site, const ConversationId& conversation) = 0;

  /// Security events with id greater than `after`, in order, at most `limit` (and kMaxRowsPerRead).
  virtual Result<std::vector<AuditRecord>> audit_after(const SiteId& site, std::uint64_t after, std::size_t limit) = 0;

  /// Counts since the store was opened, for metrics.
  struct Figures {
    std::uint64_t commits = 0;
    std::uint64_t failed_commits = 0;
    std::uint64_t operations = 0;
    std::uint64_t entries = 0;
    std::uint64_t checkpoints = 0;
    /// Operations waiting now.
    std::uint64_t queued = 0;
    /// Bytes of the write-ahead log now.
    std::uint64_t log_bytes = 0;
  };
  virtual Figures figures() const = 0;
};

}  // namespace cloister::store
