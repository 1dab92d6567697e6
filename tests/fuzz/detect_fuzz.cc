// Anything may be pasted into a draft. Findings lie in the text, on code point boundaries, apart from each other; once
// they are masked no card or IBAN is found again; a conversation of pieces stays in bounds too.
#include <cstdint>
#include <string>
#include <string_view>

#include "detect/conversation.h"
#include "detect/folded.h"
#include "detect/mask.h"
#include "detect/scanner.h"

namespace {

using namespace cloister::detect;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

bool is_boundary(std::string_view text, std::uint32_t at) {
  return at == text.size() ||
         count_code_points(text.substr(0, at)) + count_code_points(text.substr(at)) == count_code_points(text);
}

void check(std::string_view text, std::span<const Finding> findings) {
  std::uint32_t done = 0;
  for (const Finding& finding : findings) {
    require(finding.start >= done && finding.start < finding.end && finding.end <= text.size());
    require(finding.confidence > 0 && finding.confidence <= 1);
    require(is_boundary(text, finding.start) && is_boundary(text, finding.end));
    require(finding.start_code_point == count_code_points(text.substr(0, finding.start)));
    require(finding.end_code_point == count_code_points(text.substr(0, finding.end)));
    require(!reason(finding).empty() && !doubt(finding).empty());
    done = finding.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Scanner scanner;
  const auto findings = scanner.scan(text);
  check(text, findings);
  const std::string masked_text = mask(text, findings);
  Scanner again;
  check(masked_text, again.scan(masked_text));

  Conversation conversation;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view message = rest.substr(0, end);
    const std::uint64_t number = conversation.next_message();
    for (const Conversation::Found& found : conversation.add(message)) {
      require(!found.pieces.empty());
      for (const auto& piece : found.pieces) {
        require(piece.message <= number && piece.start < piece.end);
        if (piece.message == number) require(piece.end <= message.size());
      }
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return 0;
}
