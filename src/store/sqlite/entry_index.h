// Where the entries of a conversation lie.
//
// Entries of all conversations are appended to one table in the order of their commits, which is what makes a commit
// cheap; an index row for each would cost more than the entry itself, because each would change another page. So the
// index is written late and in bulk: `runs` holds, for a conversation and a first seq, the ids of up to `kRunEntries`
// entries that follow one another, and the entries that are in no run yet, the **tail**, are known to memory only.
// After a restart the tail is found by looking at the entries above `indexed.through`. The index says nothing that the
// entries do not say: it can be lost and rebuilt.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <vector>

#include "store/sqlite/connection.h"

namespace cloister::store::sqlite {

/// Entries of one run: a read decodes at most this many ids in vain.
inline constexpr std::size_t kRunEntries = 64;
/// The tail of one conversation: the ids of consecutive entries.
struct Tail {
  std::uint64_t first_seq = 0;
  std::vector<std::int64_t> ids;

  std::uint64_t last_seq() const { return first_seq + ids.size() - 1; }
};

/// An entry that a transaction appended.
struct Appended {
  std::int64_t conversation = 0;
  std::uint64_t seq = 0;
  std::int64_t id = 0;
};

/// Run ids on disk: the first, then differences, as LEB128 (7 bits a byte, least significant first, high bit: more).
Bytes encode_run(const std::vector<std::int64_t>& ids);
/// False for anything that `encode_run` does not make.
bool decode_run(ByteView bytes, std::vector<std::int64_t>& out);

/// The tail of every conversation. Read by all threads, changed by the writer.
class EntryIndex {
 public:
  /// Writing runs begins when the tail has `limit` entries; it grows a little further meanwhile. One commit writes the
  /// tails of `conversations` at least.
  EntryIndex(std::size_t limit, std::size_t conversations) : limit_(limit), conversations_(conversations) {}

  /// Finds the tail in the database. Once, before any other call.
  Status load(Connection& connection);

  // --- Any thread

  /// The tail of a conversation, empty if it has none. A reader takes it before it begins to read: what moves to a run
  /// in between is then seen twice, not missed.
  Tail tail(std::int64_t conversation) const;

  // --- Writer thread

  /// The last entry, in tail or runs: seq 0 if there is none.
  Result<std::uint64_t> last_seq(Connection& connection, std::int64_t conversation) const;
  /// Within the writer's transaction: writes some of the tail as runs if it is time. `committed` or `abandoned`
  /// follows.
  Status fold(Connection& connection, std::size_t appended);
  /// The transaction is on disk and has appended these.
  void committed(const std::vector<Appended>& appended);
  /// The transaction was rolled back.
  void abandoned();

  std::size_t tail_entries() const;

 private:
  Status fold_one(Connection& connection, std::int64_t conversation, const Tail& tail);

  const std::size_t limit_;
  const std::size_t conversations_;
  mutable std::mutex mutex_;
  std::map<std::int64_t, Tail> tails_;
  std::size_t tail_entries_ = 0;

  // Writer thread only. A round writes the tails of all conversations in the order of their keys, some in each commit;
  // at its end everything up to the entry that was last at its beginning is in runs.
  struct Folded {
    std::int64_t conversation = 0;
    std::size_t count = 0;
  };
  std::vector<Folded> folded_;
  bool in_round_ = false;
  bool ends_round_ = false;
  std::int64_t round_through_ = 0;
  std::int64_t round_next_ = 0;
  std::int64_t last_id_ = 0;
};

/// Ids of the entries of a conversation with seq greater than `after`, in order, at most `limit`, from the runs and
/// from `tail`. `storage_failed` if one between is missing.
Result<std::vector<std::int64_t>> find_entries(Connection& connection, std::int64_t conversation, const Tail& tail,
                                               std::uint64_t after, std::size_t limit);
/// seq and id of the last entry; zeros if there is none.
struct LastEntry {
  std::uint64_t seq = 0;
  std::int64_t id = 0;
};
Result<LastEntry> find_last_entry(Connection& connection, std::int64_t conversation, const Tail& tail);

}  // namespace cloister::store::sqlite
