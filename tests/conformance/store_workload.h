// A workload that knows what it was promised: it submits random operations, notes which were reported as done, and
// says after a restart what of that is missing, twice, or not what was written.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <functional>
#include <mutex>
#include <semaphore>
#include <set>
#include <string>
#include <vector>

#include "store_bed.h"

namespace cloister::store {

class Workload {
 public:
  explicit Workload(std::uint64_t seed) : random_(seed), site_(random_.make<SiteId>()) {}

  /// Once per new store.
  Status prepare(Store& store) {
    auto status = store.run(sample_site(site_));
    return !status && status.error().code == ErrorCode::duplicate ? Status{} : status;
  }

  /// Submits about `count` operations, a few at a time, and waits for their ends. Stops early when `stop` says so.
  void run(Store& store, std::size_t count, const std::function<bool()>& stop) {
    for (std::size_t i = 0; i < count && !stop(); ++i) {
      window_.acquire();
      if (!submit_one(store)) window_.release();
    }
    for (int i = 0; i < kWindow; ++i) window_.acquire();
    window_.release(kWindow);
  }

  /// What is wrong with a store that was opened again. Afterwards the workload goes on from what it found.
  std::vector<std::string> check(Store& store) {
    std::vector<std::string> problems;
    const std::lock_guard lock(mutex_);
    for (Conversation& conversation : conversations_) {
      std::uint64_t last = 0;
      const auto record = store.conversation(site_, conversation.id);
      if (record) {
        if (const auto result = check_entries(store, site_, conversation.id, 0, last); !result)
          problems.push_back(std::string("damaged: ") + result.message());
        if (record->last_seq != last) problems.push_back("the record says another last entry");
      } else if (record.error().code != ErrorCode::not_found) {
        problems.push_back("unreadable: " + record.error().detail);
      }
      if (last < conversation.acknowledged)
        problems.push_back("lost: entries " + std::to_string(last + 1) + " to " +
                           std::to_string(conversation.acknowledged));
      if (!conversation.ends.contains(last)) problems.push_back("half an operation: up to " + std::to_string(last));
      conversation.acknowledged = conversation.submitted = last;
      conversation.ends = {last};
    }
    for (const Hash& session : sessions_) {
      if (!store.session(site_, session)) problems.emplace_back("lost: a session");
    }
    const auto acts = store.acts(site_, 0, kMaxRowsPerRead);
    if (!acts || acts->size() < acts_acknowledged_) problems.emplace_back("lost: an act");
    for (std::size_t i = 0; acts && i < acts->size(); ++i) {
      if ((*acts)[i] != act(i)) problems.emplace_back("an act is not what was written");
    }
    acts_acknowledged_ = acts_submitted_ = acts ? acts->size() : 0;
    return problems;
  }

  std::uint64_t acknowledged() const { return acknowledged_.load(); }
  std::uint64_t failed() const { return failed_.load(); }

 private:
  struct Conversation {
    ConversationId id;
    std::uint64_t submitted = 0;
    std::uint64_t acknowledged = 0;
    /// Where an operation can have ended.
    std::set<std::uint64_t> ends = {0};
  };
  static constexpr int kWindow = 24;
  static constexpr std::size_t kConversations = 40;

  static Bytes act(std::size_t seq) { return Bytes(50 + seq % 100, static_cast<std::uint8_t>(seq)); }

  bool submit_one(Store& store) {
    switch (random_.below(12)) {
      case 0:
        return submit_session(store);
      case 1:
        return submit_act(store);
      default:
        return submit_entries(store);
    }
  }

  /// What an operation's end leads to, besides.
  template <class Then>
  Done ended(Then then) {
    return [this, then](const Status& status) {
      {
        const std::lock_guard lock(mutex_);
        if (status) then();
      }
      (status ? acknowledged_ : failed_).fetch_add(1);
      window_.release();
    };
  }

  bool submit_session(Store& store) {
    SessionRecord session;
    session.site = site_;
    session.id_hash = random_.make<Hash>();
    const Hash id_hash = session.id_hash;
    return store.submit(StartSession{session}, ended([this, id_hash] { sessions_.push_back(id_hash); })).has_value();
  }

  bool submit_act(Store& store) {
    AppendActs append;
    append.site = site_;
    {
      const std::lock_guard lock(mutex_);
      append.first_seq = acts_submitted_++;
    }
    append.acts = {act(append.first_seq)};
    const std::size_t count = append.first_seq + 1;
    return store
        .submit(std::move(append), ended([this, count] { acts_acknowledged_ = std::max(acts_acknowledged_, count); }))
        .has_value();
  }

  /// After a failure the later operations of a conversation fail too (`stale_head`): it stands still until `check`.
  bool submit_entries(Store& store) {
    const std::size_t which = random_.below(kConversations);
    Operation operation;
    std::uint64_t last = 0;
    {
      const std::lock_guard lock(mutex_);
      while (conversations_.size() <= which) conversations_.push_back({.id = random_.make<ConversationId>()});
      Conversation& conversation = conversations_[which];
      if (conversation.submitted == 0) {
        operation = sample_conversation(site_, conversation.id);
        conversation.submitted = 3;
      } else {
        const std::size_t count = 1 + random_.below(4);
        operation = sample_append(site_, conversation.id, conversation.submitted + 1, count);
        conversation.submitted += count;
      }
      last = conversation.submitted;
      conversation.ends.insert(last);
    }
    return store.submit(std::move(operation), ended([this, which, last] { conversations_[which].acknowledged = last; }))
        .has_value();
  }

  test::SeededRandom random_;
  const SiteId site_;
  std::counting_semaphore<> window_{kWindow};
  std::mutex mutex_;
  std::vector<Conversation> conversations_;
  std::vector<Hash> sessions_;
  std::size_t acts_submitted_ = 0;
  std::size_t acts_acknowledged_ = 0;
  std::atomic<std::uint64_t> acknowledged_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
};

/// Small limits, so that indexing and checkpoints happen all the time.
inline StoreLimits busy_limits() {
  StoreLimits out;
  out.unindexed_entries = 60;
  out.indexed_conversations = 1;
  out.batch_operations = 6;
  out.checkpoint_bytes = 150'000;
  return out;
}

/// A number from the environment.
inline std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Whether the slow loops are to run in full.
inline bool soaking() { return number_from_environment("CLOISTER_SOAK", 0) != 0; }

}  // namespace cloister::store
