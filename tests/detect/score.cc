// ./dev detect-score [-v] [file…]: scores the engine on the labelled cases and prints the tables of docs/detection.md;
// with -v also what went wrong.
#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "support/detect_cases.h"

namespace {

void print(std::string_view title, const std::vector<cloister::test::LabelledCase>& cases, bool verbose) {
  const cloister::test::Score score = cloister::test::score(cases);
  fmt::print("{} ({} cases)\n\n{}\n", title, cases.size(), table_of(score));
  if (!verbose) return;
  for (const std::string& complaint : score.complaints) fmt::print("  {}\n", complaint);
}

}  // namespace

int main(int argc, char** argv) try {
  std::vector<std::filesystem::path> files;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "-v")
      verbose = true;
    else
      files.emplace_back(argv[i]);
  }
  if (!files.empty()) {
    std::vector<cloister::test::LabelledCase> cases;
    for (const auto& file : files) std::ranges::move(cloister::test::read_cases(file), std::back_inserter(cases));
    print("chosen", cases, verbose);
    return 0;
  }
  for (const std::string_view kind : {"generated", "hand", "held_out"}) {
    std::vector<cloister::test::LabelledCase> cases;
    for (const auto& entry : std::filesystem::directory_iterator("tests/detect/cases")) {
      if (entry.path().filename().string().starts_with(kind))
        std::ranges::move(cloister::test::read_cases(entry.path()), std::back_inserter(cases));
    }
    if (!cases.empty()) print(kind, cases, verbose);
  }
  return 0;
} catch (const std::exception& problem) {
  fmt::print(stderr, "detect-score: {}\n", problem.what());
  return 1;
}
