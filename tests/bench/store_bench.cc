// What an appended entry costs: sealed, queued, indexed, committed with one sync for the batch, checkpointed. CPU time
// is that of the whole process (all threads), which is what a server pays.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "base/random.h"
#include "store/data_directory.h"
#include "store/sqlite/sqlite_store.h"

namespace cloister::store {
namespace {

constexpr std::size_t kBodyBytes = 700;
constexpr TimeMs kNow = 1'700'000'000'000;

double process_cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

/// A store with one site and many conversations, in a directory that goes away (below CLOISTER_BENCH_DIR or /tmp).
class Bed {
 public:
  explicit Bed(std::size_t conversations) {
    const char* base = std::getenv("CLOISTER_BENCH_DIR");  // NOLINT(concurrency-mt-unsafe): before any thread
    path_ = std::string(base == nullptr ? "/tmp" : base) + "/cloister-bench-XXXXXX";
    if (mkdtemp(path_.data()) == nullptr) std::abort();
    directory_ = std::make_unique<DataDirectory>(DataDirectory::open(path_ + "/data", system_random()).value());
    SqliteOptions options;
    options.database = directory_->database();
    options.keys = directory_->keys();
    store_ = open_sqlite_store(std::move(options), directory_->master_keys(), system_random()).value();
    SiteRecord site;
    site.site = site_ = system_random().make<SiteId>();
    site.log_key_seed = Secret(32);
    if (!store_->run(CreateSite{std::move(site)})) std::abort();
    std::counting_semaphore<> created(0);
    for (std::size_t i = 0; i < conversations; ++i) {
      CreateConversation create;
      create.site = site_;
      create.conversation = system_random().make<ConversationId>();
      create.entries.push_back(entry(1));
      conversations_.push_back(create.conversation);
      last_seqs_.push_back(1);
      if (!store_->submit(std::move(create), [&](const Status&) { created.release(); })) std::abort();
    }
    for (std::size_t i = 0; i < conversations; ++i) created.acquire();
  }
  ~Bed() {
    store_.reset();
    directory_.reset();
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }

  /// Appends `count` entries to conversations picked at random and waits for all of them.
  void append(std::size_t count) {
    std::counting_semaphore<> ended(0);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t which = next_random() % conversations_.size();
      AppendEntries append;
      append.site = site_;
      append.conversation = conversations_[which];
      append.first_seq = ++last_seqs_[which];
      append.entries.push_back(entry(append.first_seq));
      const auto done = [&ended](const Status& status) {
        if (!status) std::abort();
        ended.release();
      };
      if (!store_->submit(std::move(append), done)) std::abort();
    }
    for (std::size_t i = 0; i < count; ++i) ended.acquire();
  }

  void read_page(std::size_t limit) {
    const std::size_t which = next_random() % conversations_.size();
    auto entries = store_->entries_after(site_, conversations_[which], 0, limit);
    if (!entries || entries->empty()) std::abort();
    benchmark::DoNotOptimize(entries->data());
  }

  Store& store() { return *store_; }

 private:
  std::size_t next_random() {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state_ >> 33);
  }
  static NewEntry entry(std::uint64_t seq) {
    NewEntry out;
    out.kind = protocol::EntryKind::message;
    out.time_ms = kNow;
    out.messages = seq;
    out.sender_seq = 3;
    out.counter = static_cast<std::uint32_t>(seq);
    out.body.assign(kBodyBytes, 0x5a);
    return out;
  }

  std::string path_;
  std::unique_ptr<DataDirectory> directory_;
  std::unique_ptr<Store> store_;
  SiteId site_;
  std::vector<ConversationId> conversations_;
  std::vector<std::uint64_t> last_seqs_;
  std::uint64_t state_ = 1;
};

/// Arguments: entries that are appended at once; conversations they are spread over.
void append_entries(benchmark::State& state) {
  Bed bed(static_cast<std::size_t>(state.range(1)));
  const auto batch = static_cast<std::size_t>(state.range(0));
  const std::uint64_t commits_before = bed.store().figures().commits;
  const double before = process_cpu_us();
  for (auto _ : state) bed.append(batch);
  bed.store().close();
  const double entries = static_cast<double>(state.iterations()) * static_cast<double>(batch);
  const Store::Figures figures = bed.store().figures();
  state.counters["cpu_us_per_entry"] = (process_cpu_us() - before) / entries;
  state.counters["entries_per_commit"] = entries / static_cast<double>(figures.commits - commits_before);
  state.counters["checkpoints"] = static_cast<double>(figures.checkpoints);
  state.SetItemsProcessed(static_cast<std::int64_t>(entries));
}
BENCHMARK(append_entries)
    ->Args({1, 1000})
    ->Args({50, 1000})
    ->Args({200, 1000})
    ->Args({200, 10000})
    ->Args({1000, 1000})
    ->MinTime(3)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

/// Argument: entries of the page.
void read_entries(benchmark::State& state) {
  Bed bed(1000);
  for (int i = 0; i < 100; ++i) bed.append(1000);
  const auto limit = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) bed.read_page(limit);
}
BENCHMARK(read_entries)->Arg(1)->Arg(100)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace cloister::store
