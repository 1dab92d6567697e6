#include "store/sqlite/entry_index.h"

#include <algorithm>
#include <unordered_map>

#include "store/sqlite/schema.h"

namespace cloister::store::sqlite {
namespace {

constexpr const char* kThrough = "SELECT through FROM indexed WHERE only = 0";
constexpr const char* kSetThrough = "UPDATE indexed SET through = ? WHERE only = 0";
constexpr const char* kEntriesAbove = "SELECT id, conversation, seq FROM entries WHERE id > ? ORDER BY id";
constexpr const char* kRunsFrom = "SELECT place, ids FROM runs WHERE place >= ? AND place <= ? ORDER BY place";
constexpr const char* kRunUpTo =
    "SELECT place, ids FROM runs WHERE place >= ? AND place <= ? ORDER BY place DESC LIMIT 1";
constexpr const char* kInsertRun = "INSERT INTO runs VALUES (?, (SELECT site FROM conversations WHERE key = ?), ?)";
constexpr const char* kReplaceRun = "UPDATE runs SET ids = ? WHERE place = ?";

Error damaged() { return {ErrorCode::storage_failed, "the index of entries is damaged"}; }

struct Run {
  std::uint64_t first_seq = 0;
  std::vector<std::int64_t> ids;
  std::uint64_t last_seq() const { return first_seq + ids.size() - 1; }
};

Status read_run(Query& query, Run& out) {
  out.first_seq = static_cast<std::uint64_t>(query.number(0) & kSeqMask);
  if (!decode_run(query.blob(1), out.ids)) return std::unexpected(damaged());
  return {};
}

/// The run with the greatest first seq up to `seq`; without ids if there is none.
Result<Run> run_up_to(Connection& connection, std::int64_t conversation, std::uint64_t seq) {
  Run out;
  auto query = connection.query(kRunUpTo);
  query.bind(composite_key(conversation, 0)).bind(composite_key(conversation, seq));
  CLOISTER_TRY(const bool row, query.next());
  if (row) CLOISTER_CHECK(read_run(query, out));
  return out;
}

Result<Run> last_run(Connection& connection, std::int64_t conversation) {
  return run_up_to(connection, conversation, static_cast<std::uint64_t>(kSeqMask));
}

}  // namespace

Bytes encode_run(const std::vector<std::int64_t>& ids) {
  Bytes out;
  std::int64_t before = 0;
  for (const std::int64_t id : ids) {
    auto rest = static_cast<std::uint64_t>(id - before);
    before = id;
    for (; rest >= 0x80; rest >>= 7) out.push_back(static_cast<std::uint8_t>(rest | 0x80));
    out.push_back(static_cast<std::uint8_t>(rest));
  }
  return out;
}

bool decode_run(ByteView bytes, std::vector<std::int64_t>& out) {
  out.clear();
  std::uint64_t before = 0;
  std::uint64_t difference = 0;
  unsigned shift = 0;
  for (const std::uint8_t byte : bytes) {
    if (shift > 56) return false;
    difference |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    shift += 7;
    if ((byte & 0x80) != 0) continue;
    const std::uint64_t id = before + difference;
    if (difference == 0 || id < before || id > INT64_MAX || out.size() == kRunEntries) return false;
    out.push_back(static_cast<std::int64_t>(id));
    before = id;
    difference = 0;
    shift = 0;
  }
  return shift == 0 && !out.empty();
}

Status EntryIndex::load(Connection& connection) {
  const std::lock_guard lock(mutex_);
  CLOISTER_TRY(last_id_, connection.number(kThrough));
  std::unordered_map<std::int64_t, std::uint64_t> in_runs;
  auto query = connection.query(kEntriesAbove);
  query.bind(last_id_);
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return {};
    last_id_ = query.number(0);
    const std::int64_t conversation = query.number(1);
    const auto seq = static_cast<std::uint64_t>(query.number(2));
    auto known = in_runs.find(conversation);
    if (known == in_runs.end()) {
      CLOISTER_TRY(const Run run, last_run(connection, conversation));
      known = in_runs.emplace(conversation, run.ids.empty() ? 0 : run.last_seq()).first;
    }
    if (seq <= known->second) continue;
    Tail& tail = tails_[conversation];
    if (tail.ids.empty()) tail.first_seq = known->second + 1;
    if (seq != tail.first_seq + tail.ids.size()) return std::unexpected(damaged());
    tail.ids.push_back(last_id_);
    ++tail_entries_;
  }
}

Tail EntryIndex::tail(std::int64_t conversation) const {
  const std::lock_guard lock(mutex_);
  const auto found = tails_.find(conversation);
  return found == tails_.end() ? Tail{} : found->second;
}

std::size_t EntryIndex::tail_entries() const {
  const std::lock_guard lock(mutex_);
  return tail_entries_;
}

Result<std::uint64_t> EntryIndex::last_seq(Connection& connection, std::int64_t conversation) const {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = tails_.find(conversation); found != tails_.end()) return found->second.last_seq();
  }
  CLOISTER_TRY(const Run run, last_run(connection, conversation));
  return run.ids.empty() ? 0 : run.last_seq();
}

// Only the writer changes the tails, so on the writer's thread they can be read without the lock.
Status EntryIndex::fold(Connection& connection, std::size_t appended) {
  folded_.clear();
  ends_round_ = false;
  if (!in_round_) {
    if (tail_entries_ < limit_) return {};
    in_round_ = true;
    round_through_ = last_id_;
    round_next_ = 0;
  }
  // Faster than entries of new conversations arrive, so that a round ends under any load.
  const std::size_t count = std::max(conversations_, appended + appended / 4 + 1);
  auto position = tails_.lower_bound(round_next_);
  for (; position != tails_.end() && folded_.size() < count; ++position) {
    CLOISTER_CHECK(fold_one(connection, position->first, position->second));
    folded_.push_back({position->first, position->second.ids.size()});
  }
  ends_round_ = position == tails_.end();
  if (ends_round_) CLOISTER_CHECK(connection.query(kSetThrough).bind(round_through_).run());
  return {};
}

Status EntryIndex::fold_one(Connection& connection, std::int64_t conversation, const Tail& tail) {
  CLOISTER_TRY(Run run, last_run(connection, conversation));
  if (!run.ids.empty() && run.last_seq() + 1 != tail.first_seq) return std::unexpected(damaged());
  std::size_t taken = 0;
  if (!run.ids.empty() && run.ids.size() < kRunEntries) {
    taken = std::min(tail.ids.size(), kRunEntries - run.ids.size());
    run.ids.insert(run.ids.end(), tail.ids.begin(), tail.ids.begin() + static_cast<std::ptrdiff_t>(taken));
    const Bytes ids = encode_run(run.ids);
    CLOISTER_CHECK(connection.query(kReplaceRun).bind(ids).bind(composite_key(conversation, run.first_seq)).run());
  }
  while (taken < tail.ids.size()) {
    const std::size_t count = std::min(tail.ids.size() - taken, kRunEntries);
    const auto begin = tail.ids.begin() + static_cast<std::ptrdiff_t>(taken);
    const Bytes ids = encode_run({begin, begin + static_cast<std::ptrdiff_t>(count)});
    CLOISTER_CHECK(connection.query(kInsertRun)
                       .bind(composite_key(conversation, tail.first_seq + taken))
                       .bind(conversation)
                       .bind(ids)
                       .run());
    taken += count;
  }
  return {};
}

void EntryIndex::committed(const std::vector<Appended>& appended) {
  const std::lock_guard lock(mutex_);
  for (const Folded& folded : folded_) {
    const auto found = tails_.find(folded.conversation);
    if (found == tails_.end()) continue;
    tail_entries_ -= folded.count;
    tails_.erase(found);
    round_next_ = folded.conversation + 1;
  }
  folded_.clear();
  if (ends_round_) in_round_ = ends_round_ = false;
  for (const Appended& entry : appended) {
    Tail& tail = tails_[entry.conversation];
    if (tail.ids.empty()) tail.first_seq = entry.seq;
    tail.ids.push_back(entry.id);
    ++tail_entries_;
    last_id_ = entry.id;
  }
}

void EntryIndex::abandoned() {
  folded_.clear();
  ends_round_ = false;
}

Result<std::vector<std::int64_t>> find_entries(Connection& connection, std::int64_t conversation, const Tail& tail,
                                               std::uint64_t after, std::size_t limit) {
  std::vector<std::int64_t> out;
  if (after >= static_cast<std::uint64_t>(kSeqMask)) return out;
  std::uint64_t next = after + 1;
  const auto take = [&](std::uint64_t first_seq, const std::vector<std::int64_t>& ids) {
    for (std::uint64_t skip = next - first_seq; skip < ids.size() && out.size() < limit; ++skip, ++next)
      out.push_back(ids[skip]);
  };
  if (tail.ids.empty() || next < tail.first_seq) {
    CLOISTER_TRY(const Run begin, run_up_to(connection, conversation, next));
    auto query = connection.query(kRunsFrom);
    query.bind(composite_key(conversation, begin.ids.empty() ? next : begin.first_seq));
    query.bind(composite_key(conversation, static_cast<std::uint64_t>(kSeqMask)));
    Run run;
    while (out.size() < limit) {
      CLOISTER_TRY(const bool row, query.next());
      if (!row) break;
      CLOISTER_CHECK(read_run(query, run));
      if (run.first_seq > next) return std::unexpected(damaged());
      take(run.first_seq, run.ids);
    }
  }
  if (!tail.ids.empty() && out.size() < limit && next <= tail.last_seq()) {
    if (next < tail.first_seq) return std::unexpected(damaged());
    take(tail.first_seq, tail.ids);
  }
  return out;
}

Result<LastEntry> find_last_entry(Connection& connection, std::int64_t conversation, const Tail& tail) {
  if (!tail.ids.empty()) return LastEntry{tail.last_seq(), tail.ids.back()};
  CLOISTER_TRY(const Run run, last_run(connection, conversation));
  if (run.ids.empty()) return LastEntry{};
  return LastEntry{run.last_seq(), run.ids.back()};
}

}  // namespace cloister::store::sqlite
