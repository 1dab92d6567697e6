// Where the conformance suites find a store: a bed is a place that keeps data between openings.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "base/random.h"
#include "crypto/envelope.h"
#include "crypto/sha256.h"
#include "store/limits.h"
#include "store/sqlite/sqlite_store.h"
#include "store/store.h"
#include "support/seeded_random.h"

namespace cloister::store {

/// A directory that goes away. In memory where there is such a place: nothing here depends on a real disk.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code error;
    path_ =
        std::filesystem::is_directory("/dev/shm", error) ? "/dev/shm" : std::filesystem::temp_directory_path().string();
    path_ += "/cloister-store-XXXXXX";
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// SQLite in a directory of its own. Another implementation brings a class like this.
class SqliteBed {
 public:
  SqliteBed() : master_keys_(crypto::MasterKeys::create(Secret(crypto::kMasterKeySize)).value()) {}

  Result<std::unique_ptr<Store>> open(StoreLimits limits = {}, Deliver deliver = deliver_inline) {
    SqliteOptions options;
    options.database = directory_.path() + "/cloister.db";
    options.keys = directory_.path() + "/keys.db";
    options.limits = limits;
    options.deliver = std::move(deliver);
    options.test_vfs = vfs;
    options.test_no_sync = no_sync;
    return open_sqlite_store(std::move(options), master_keys_, system_random());
  }
  const std::string& path() const { return directory_.path(); }

  std::string vfs;
  bool no_sync = false;

 private:
  TemporaryDirectory directory_;
  crypto::MasterKeys master_keys_;
};

inline constexpr TimeMs kThen = 1'700'000'000'000;

/// An entry whose bytes follow from where it is to stand, so that whoever reads it can say whether it is the right one.
inline NewEntry sample_entry(const ConversationId& conversation, std::uint64_t seq,
                             protocol::EntryKind kind = protocol::EntryKind::message) {
  std::uint64_t seed = seq;
  for (std::size_t i = 0; i < 8; ++i) seed = seed * 257 + conversation.value[i];
  test::SeededRandom random(seed);
  NewEntry out;
  out.kind = kind;
  out.time_ms = kThen + static_cast<TimeMs>(seq);
  out.body.resize(random.below(8) == 0 ? random.below(5000) : 100 + random.below(900));
  random.fill(out.body);
  out.hash = crypto::sha256(out.body);
  out.head = random.make<Hash>();
  const bool message = kind == protocol::EntryKind::message;
  out.messages = seq > 3 ? seq - 3 : 0;
  out.sender_seq = message ? 3 : 0;
  out.counter = message ? static_cast<std::uint32_t>(out.messages) : 0;
  return out;
}

inline protocol::EntryKind sample_kind(std::uint64_t seq) {
  using enum protocol::EntryKind;
  return seq == 1 ? genesis : seq == 2 ? packet : seq == 3 ? cert : message;
}

/// What reading `sample_entry` must give.
inline EntryRecord expected_entry(const ConversationId& conversation, std::uint64_t seq) {
  const NewEntry entry = sample_entry(conversation, seq, sample_kind(seq));
  return {{seq, entry.kind, entry.time_ms, entry.hash, entry.head, entry.messages, entry.sender_seq, entry.counter},
          entry.body};
}

inline CreateSite sample_site(const SiteId& site) {
  CreateSite out;
  out.site.site = site;
  out.site.rp_id = "chat.example";
  out.site.log_key_seed = Secret::copy_of(Bytes(32, 0x5e));
  out.site.support_team.value.fill(1);
  out.site.supervisors_team.value.fill(2);
  out.site.created_ms = kThen;
  return out;
}

/// Entries 1 to 3.
inline CreateConversation sample_conversation(const SiteId& site, const ConversationId& conversation) {
  CreateConversation out;
  out.site = site;
  out.conversation = conversation;
  out.customer_device.value.fill(conversation.value[0]);
  out.customer.value.fill(conversation.value[1]);
  out.created_ms = kThen;
  for (std::uint64_t seq = 1; seq <= 3; ++seq) out.entries.push_back(sample_entry(conversation, seq, sample_kind(seq)));
  return out;
}

/// `count` messages from `first_seq` on.
inline AppendEntries sample_append(const SiteId& site, const ConversationId& conversation, std::uint64_t first_seq,
                                   std::size_t count = 1) {
  AppendEntries out;
  out.site = site;
  out.conversation = conversation;
  out.first_seq = first_seq;
  for (std::size_t i = 0; i < count; ++i) out.entries.push_back(sample_entry(conversation, first_seq + i));
  return out;
}

/// Reads everything from `after` on in pages and says whether it is what was written; gives the last seq.
inline testing::AssertionResult check_entries(Store& store, const SiteId& site, const ConversationId& conversation,
                                              std::uint64_t after, std::uint64_t& last) {
  for (;;) {
    const auto page = store.entries_after(site, conversation, after, 100);
    if (!page) return testing::AssertionFailure() << "after " << after << ": " << page.error().detail;
    last = after;
    if (page->empty()) return testing::AssertionSuccess();
    for (const EntryRecord& entry : *page) {
      ++after;
      if (!(entry == expected_entry(conversation, after)))
        return testing::AssertionFailure() << "entry " << after << " is not what was written (seq " << entry.head.seq
                                           << ", " << entry.body.size() << " bytes)";
    }
  }
}

}  // namespace cloister::store
