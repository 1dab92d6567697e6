// The floors under which the engine must not fall on the labelled cases (issue "Sensitive data is seen before it
// leaves"; the cases are described in docs/detection.md).
#include <gtest/gtest.h>

#include "support/detect_cases.h"

namespace cloister::test {
namespace {

std::vector<LabelledCase> cases_of(std::string_view prefix) {
  std::vector<LabelledCase> all;
  for (const auto& entry : std::filesystem::directory_iterator(CLOISTER_SOURCE_DIR "/tests/detect/cases")) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    for (LabelledCase& labelled : read_cases(entry.path())) all.push_back(std::move(labelled));
  }
  return all;
}

void expect_floors(const Score& score) {
  EXPECT_GE(score.all.f1(), 0.95) << table_of(score);
  for (const detect::Type type :
       {detect::Type::credit_card, detect::Type::us_ssn, detect::Type::iban, detect::Type::email}) {
    EXPECT_GE(score.types[static_cast<std::size_t>(type)].f1(), 0.97) << detect::name_of(type);
  }
  EXPECT_GE(score.coverage(), 0.97);
  EXPECT_GE(score.recall("obfuscated"), 0.90);
  EXPECT_GE(score.recall("split"), 0.90);
}

TEST(DetectScore, DevelopmentCasesStayAboveTheFloors) {
  const std::vector<LabelledCase> generated = cases_of("generated_");
  ASSERT_GE(generated.size(), 10'000U);
  const Score score = test::score(generated);
  expect_floors(score);
  EXPECT_LE(score.false_per_1000("ordinary"), 0.3);
  EXPECT_LE(score.false_per_1000("technical"), 3.0);
  for (std::size_t i = 0; i < detect::kTypes; ++i) EXPECT_GE(score.types[i].right, 70U) << "type " << i;
}

TEST(DetectScore, HandWrittenCasesStayAboveTheFloors) {
  const std::vector<LabelledCase> hand = cases_of("hand_");
  ASSERT_GE(hand.size(), 200U);
  expect_floors(score(hand));
}

}  // namespace
}  // namespace cloister::test
