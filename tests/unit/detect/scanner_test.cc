#include "detect/scanner.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "detect/conversation.h"
#include "detect/mask.h"
#include "support/detect_cases.h"

namespace cloister::detect {
namespace {

struct Seen {
  Type type;
  std::string text;
  bool operator==(const Seen&) const = default;
};

std::vector<Seen> see(std::string_view text) {
  Scanner scanner;
  std::vector<Seen> all;
  for (const Finding& f : scanner.scan(text))
    all.push_back({f.type, std::string(text.substr(f.start, f.end - f.start))});
  return all;
}

TEST(DetectScanner, OffsetsAreThoseOfTheOriginalText) {
  const std::string text =
      "caf\xc3\xa9 \xf0\x9f\x98\x80 card \xef\xbc\x94"
      "111 1111 1111 1111";
  Scanner scanner;
  const auto findings = scanner.scan(text);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(text.substr(findings[0].start),
            "\xef\xbc\x94"
            "111 1111 1111 1111");
  EXPECT_EQ(findings[0].start_code_point, 12U);
  EXPECT_EQ(findings[0].end_code_point, 31U);
}

TEST(DetectScanner, SaysWhy) {
  Scanner scanner;
  const auto findings = scanner.scan("4111 1111 1111 1111");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(reason(findings[0]), "16 digits, Visa prefix, check digit right, written as one is written");
  EXPECT_FALSE(doubt(findings[0]).empty());
}

TEST(DetectScanner, TellsACardFromAnOrderWithARightCheckDigit) {
  EXPECT_EQ(see("card 4111111111111111"), (std::vector<Seen>{{Type::credit_card, "4111111111111111"}}));
  EXPECT_TRUE(see("order 4111111111111111").empty());
  EXPECT_TRUE(see("card 4111111111111112").empty());
  EXPECT_TRUE(see("the card ending in 1111").empty());
}

TEST(DetectScanner, KeepsGluedValuesApart) {
  EXPECT_EQ(see("4111-1111-1111-1111exp12/27cvv123"),
            (std::vector<Seen>{
                {Type::credit_card, "4111-1111-1111-1111"}, {Type::card_expiry, "12/27"}, {Type::cvv, "123"}}));
}

TEST(DetectScanner, IsQuietAboutPasswordsThatAreNotSaid) {
  EXPECT_EQ(see("my password is hunter2"), (std::vector<Seen>{{Type::password, "hunter2"}}));
  for (const char* text : {"I forgot my password", "password is wrong", "password: ********", "password: <password>",
                           "your password must be changed", "const password = process.env.DB_PASSWORD;"})
    EXPECT_TRUE(see(text).empty()) << text;
}

TEST(DetectScanner, FindsInTheMiddleOfAHugeLine) {
  std::string text(300'000, 'x');
  for (std::size_t i = 50; i < text.size(); i += 51) text[i] = ' ';
  const std::string value = " my ssn is 078-05-1120 ";
  for (const std::size_t at : {0UL, 65'000UL, 65'530UL, 131'000UL, 299'000UL}) text.insert(at, value);
  EXPECT_EQ(see(text).size(), 5U);
}

TEST(DetectScanner, TakesInvalidBytesForSymbols) {
  EXPECT_EQ(see("\xff\xfe card 4111 1111 1111 1111 \xc3").size(), 1U);
}

TEST(DetectScanner, MaskingLeavesNothing) {
  Scanner scanner;
  const std::string text =
      "pay with 4111 1111 1111 1111 12/27 123, IBAN GB29 NWBK 6016 1331 9268 19, mail a@example.com";
  const std::string masked_text = mask(text, scanner.scan(text));
  EXPECT_EQ(masked_text,
            "pay with **** **** **** 1111 [CARD_EXPIRY] [CVV], IBAN **** **** **** **** **68 19, mail [EMAIL]");
  EXPECT_TRUE(scanner.scan(masked_text).empty());
}

// A first look that skips a message must not skip what the full one finds.
TEST(DetectScanner, TheQuickLookMissesNothing) {
  Scanner quick;
  Scanner thorough(Effort::thorough);
  for (const auto& entry : std::filesystem::directory_iterator(CLOISTER_SOURCE_DIR "/tests/detect/cases")) {
    for (const auto& labelled : test::read_cases(entry.path()))
      ASSERT_EQ(quick.scan(labelled.text).size(), thorough.scan(labelled.text).size()) << labelled.text;
  }
}

// Four times the text takes about four times as long, whatever is in it: far from sixteen.
TEST(DetectScanner, WorkIsLinear) {
  for (const char* unit :
       {"4", "4 ", "1 2 ", "a@", "<<", "cvv 123 ", "12/27 exp ", "password is ", "-----BEGIN PRIVATE KEY-----",
        "::", "a1", "GB29 ", "\xe2\x80\x8b", "one ", "4111 ", "card\n", "1\n", "://a:b", "(at)"}) {
    const auto seconds = [&](std::size_t bytes) {
      std::string text;
      while (text.size() < bytes) text += unit;
      Scanner scanner;
      double best = 1e9;
      for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        scanner.scan(text);
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      }
      return best;
    };
    const double once = seconds(20'000);
    EXPECT_LT(seconds(80'000), 12 * once + 0.02) << unit;
  }
}

TEST(DetectConversation, PutsHalvesTogether) {
  Conversation conversation;
  EXPECT_TRUE(conversation.add("my card is 4111 1111").empty());
  EXPECT_TRUE(conversation.add("hang on").empty());
  EXPECT_EQ(conversation.preview("1111 1111").size(), 2U);
  const auto found = conversation.add("1111 1111");
  ASSERT_EQ(found.size(), 2U);
  ASSERT_EQ(found[0].pieces.size(), 1U);
  EXPECT_EQ(found[0].pieces[0].message, 0U);
  EXPECT_EQ(found[0].pieces[0].start, 11U);
  EXPECT_EQ(found[1].pieces[0].message, 2U);
  EXPECT_EQ(found[1].pieces[0].end, 9U);
}

TEST(DetectConversation, KnowsALabelFromTheMessageBefore) {
  Conversation conversation;
  conversation.add("my cvv is");
  const auto found = conversation.add("123");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].finding.type, Type::cvv);
  conversation.forget();
  EXPECT_TRUE(conversation.add("123").empty());
}

// Longer texts are read line by line: the halves of a number stay together over a line between them, and a label with
// the value in the next line.
TEST(DetectScanner, QuickLooksKeepWhatBelongsTogetherInLongTexts) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "thanks a lot, that is very kind of you\n";
  const std::string before = text;
  for (const std::string_view said :
       {"my card starts with 4111 1111\nhang on\nand the rest is 1111 1111\n", "pin?\n8842\n",
        "my ssn is 275\n40\n5160\n",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw\n-----END PRIVATE KEY-----\n"}) {
    text = before + std::string(said) + before;
    Scanner quick;
    Scanner thorough(Effort::thorough);
    const auto here = quick.scan(text);
    const auto there = thorough.scan(text);
    ASSERT_FALSE(here.empty()) << said;
    ASSERT_EQ(here.size(), there.size()) << said;
    EXPECT_EQ(here.front().start, there.front().start) << said;
    EXPECT_EQ(here.back().end, there.back().end) << said;
  }
}

}  // namespace
}  // namespace cloister::detect
