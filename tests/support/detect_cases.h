// Labelled cases for the sensitive-data engine (tests/detect/cases/*.jsonl), and what the engine makes of them.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "detect/scanner.h"

namespace cloister::test {

struct LabelledSpan {
  detect::Type type;
  std::uint32_t start;  // bytes
  std::uint32_t end;
};

/// One sender's messages, joined by '\n'.
struct LabelledCase {
  std::string group;  // plain, obfuscated, split; ordinary, technical (harmless)
  std::string text;
  std::vector<LabelledSpan> spans;
};

/// Reads lines `{"group", "messages"}` whose messages mark values as [[TYPE|value]]. Throws on anything else.
std::vector<LabelledCase> read_cases(const std::filesystem::path& file);

struct Counts {
  std::uint32_t right = 0;
  std::uint32_t wrong = 0;   // found, not labelled
  std::uint32_t missed = 0;  // labelled, not found

  double precision() const { return ratio(right, right + wrong); }
  double recall() const { return ratio(right, right + missed); }
  double f1() const { return ratio(2 * right, 2 * right + wrong + missed); }
  static double ratio(std::uint32_t part, std::uint32_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

struct GroupScore {
  std::uint32_t messages = 0;
  Counts counts;
};

/// A finding is right when it overlaps a label of its type that no other finding has claimed.
struct Score {
  Counts all;
  std::array<Counts, detect::kTypes> types;
  std::map<std::string, GroupScore> groups;
  std::uint64_t sensitive_bytes = 0;
  std::uint64_t covered_bytes = 0;
  std::uint32_t exact = 0;              // right, with exactly the labelled span
  std::vector<std::string> complaints;  // what went wrong, for people

  double coverage() const {
    return sensitive_bytes == 0 ? 1.0 : static_cast<double>(covered_bytes) / static_cast<double>(sensitive_bytes);
  }
  double false_per_1000(const std::string& group) const;
  double recall(const std::string& group) const;
};

Score score(const std::vector<LabelledCase>& cases);

/// The table of docs/detection.md.
std::string table_of(const Score& score);

}  // namespace cloister::test
