// A store as the server sees one: batches are committed in order, each whole or not at all, after a while; a commit can
// fail; and a crash loses what was not committed, or keeps it without anybody having been told.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "protocol/gen/wire.h"
#include "simulation/truth.h"
#include "simulation/world.h"

namespace cloister::simulation {

using Log = std::vector<protocol::Entry>;

class Store {
 public:
  explicit Store(World& world) : world_(world) {}

  /// Entries that are committed together, and what is called when that is decided.
  struct Write {
    ConversationId conversation;
    std::vector<protocol::Entry> entries;
  };
  using Batch = std::vector<Write>;
  std::function<void(const Batch&)> on_committed;
  std::function<void(const Batch&)> on_failed;

  void write(Write what) {
    waiting_.push_back(std::move(what));
    begin();
  }
  /// The writer gives up what is still waiting: for a conversation whose earlier write has failed.
  void forget(const ConversationId& conversation) {
    std::erase_if(waiting_, [&](const Write& write) { return write.conversation == conversation; });
  }
  void crash() {
    if (busy_ && world_.random.chance(50)) put(running_);
    busy_ = false;
    ++incarnation_;
    running_.clear();
    waiting_.clear();
  }

  const std::map<ConversationId, Log>& logs() const { return logs_; }
  const Log* log(const ConversationId& id) const {
    const auto found = logs_.find(id);
    return found == logs_.end() ? nullptr : &found->second;
  }

  /// Of a conversation that is stored.
  const Truth& truth(const ConversationId& id) const { return truths_.at(id); }

 private:
  void begin() {
    if (busy_ || waiting_.empty()) return;
    busy_ = true;
    running_.swap(waiting_);
    const auto incarnation = incarnation_;
    world_.events.after(static_cast<DurationMs>(1 + world_.random.below(20)), [this, incarnation] {
      if (incarnation == incarnation_) finish();
    });
  }
  void finish() {
    Batch batch;
    batch.swap(running_);
    busy_ = false;
    if (world_.chaos && world_.random.chance(4)) {
      on_failed(batch);
    } else {
      put(batch);
      on_committed(batch);
    }
    begin();
  }
  void put(const Batch& batch) {
    for (const Write& write : batch)
      for (const protocol::Entry& entry : write.entries) {
        Log& log = logs_[write.conversation];
        require(entry.seq == log.size() + 1, "entries are stored without gaps");
        log.push_back(entry);
        truths_[write.conversation].learn(entry);
      }
  }

  World& world_;
  std::map<ConversationId, Log> logs_;
  std::map<ConversationId, Truth> truths_;
  Batch waiting_;
  Batch running_;
  bool busy_ = false;
  std::uint64_t incarnation_ = 0;
};

}  // namespace cloister::simulation
