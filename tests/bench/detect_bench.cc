// The sensitive-data engine against a regular expression engine that finds candidates and validates nothing: the same
// chat text, message by message and in one block, in one run.
#include <benchmark/benchmark.h>
#if __has_include(<hs/hs.h>)
#include <hs/hs.h>
#define CLOISTER_HYPERSCAN 1
#endif

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "detect/scanner.h"
#include "detect_cases.h"

namespace {

using namespace cloister;

// Chat as it comes: the harmless messages of the labelled cases, with one sensitive message in twenty.
struct Chat {
  std::vector<std::string> messages;
  std::string block;

  static const Chat& get() {
    static const Chat chat;
    return chat;
  }

 private:
  Chat() {
    const std::filesystem::path folder = "tests/detect/cases";
    const auto ordinary = test::read_cases(folder / "generated_ordinary.jsonl");
    const auto sensitive = test::read_cases(folder / "generated_plain.jsonl");
    for (std::size_t i = 0; i < ordinary.size(); ++i) {
      messages.push_back(i % 20 == 0 ? sensitive[i / 20 % sensitive.size()].text : ordinary[i].text);
      // Most of what people write has no number in it.
      for (const char* said :
           {"Thanks a lot, that is very kind of you!", "One moment please, I am looking into it for you.",
            "ok no problem, take your time", "Is there anything else that I can help you with today?"})
        messages.emplace_back(said);
    }
    for (const std::string& message : messages) block += message + "\n";
  }
};

void bm_detect_messages(benchmark::State& state) {
  const Chat& chat = Chat::get();
  detect::Scanner scanner;
  std::size_t found = 0;
  for (auto _ : state) {
    for (const std::string& message : chat.messages) found += scanner.scan(message).size();
  }
  benchmark::DoNotOptimize(found);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(chat.block.size()));
}
BENCHMARK(bm_detect_messages)->Unit(benchmark::kMillisecond);

void bm_detect_block(benchmark::State& state) {
  const Chat& chat = Chat::get();
  detect::Scanner scanner;
  for (auto _ : state) benchmark::DoNotOptimize(scanner.scan(chat.block).size());
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(chat.block.size()));
}
BENCHMARK(bm_detect_block)->Unit(benchmark::kMillisecond);

// Every keystroke reads the whole draft.
void bm_detect_draft_of_4000(benchmark::State& state) {
  const std::string draft = Chat::get().block.substr(0, 4000);
  detect::Scanner scanner;
  for (auto _ : state) benchmark::DoNotOptimize(scanner.scan(draft).size());
}
BENCHMARK(bm_detect_draft_of_4000)->Unit(benchmark::kMicrosecond);

#ifdef CLOISTER_HYPERSCAN
// The patterns of tests/bench/patterns.txt in one database, block mode.
class Patterns {
 public:
  Patterns() {
    std::ifstream in("tests/bench/patterns.txt");
    for (std::string line; std::getline(in, line);) {
      if (!line.empty() && line[0] != '#') patterns_.push_back(line.substr(line.find('\t') + 1));
    }
    std::vector<const char*> expressions;
    std::vector<unsigned> flags;
    std::vector<unsigned> ids;
    for (const std::string& pattern : patterns_) {
      expressions.push_back(pattern.c_str());
      flags.push_back(HS_FLAG_CASELESS);
      ids.push_back(static_cast<unsigned>(ids.size()));
    }
    hs_compile_error_t* error = nullptr;
    hs_compile_multi(expressions.data(), flags.data(), ids.data(), static_cast<unsigned>(ids.size()), HS_MODE_BLOCK,
                     nullptr, &database_, &error);
    hs_alloc_scratch(database_, &scratch_);
  }
  ~Patterns() {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }
  Patterns(const Patterns&) = delete;
  Patterns& operator=(const Patterns&) = delete;

  std::size_t scan(std::string_view text) const {
    std::size_t hits = 0;
    hs_scan(
        database_, text.data(), static_cast<unsigned>(text.size()), 0, scratch_,
        [](unsigned, unsigned long long, unsigned long long, unsigned, void* count) {
          ++*static_cast<std::size_t*>(count);
          return 0;
        },
        &hits);
    return hits;
  }

 private:
  std::vector<std::string> patterns_;
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
};

void bm_hyperscan_messages(benchmark::State& state) {
  const Chat& chat = Chat::get();
  const Patterns patterns;
  std::size_t found = 0;
  for (auto _ : state) {
    for (const std::string& message : chat.messages) found += patterns.scan(message);
  }
  benchmark::DoNotOptimize(found);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(chat.block.size()));
}
BENCHMARK(bm_hyperscan_messages)->Unit(benchmark::kMillisecond);

void bm_hyperscan_block(benchmark::State& state) {
  const Chat& chat = Chat::get();
  const Patterns patterns;
  for (auto _ : state) benchmark::DoNotOptimize(patterns.scan(chat.block));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(chat.block.size()));
}
BENCHMARK(bm_hyperscan_block)->Unit(benchmark::kMillisecond);
#endif

}  // namespace
