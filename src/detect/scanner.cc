#include "detect/scanner.h"

#include <algorithm>
#include <cstdint>

#include "detect/analysis.h"
#include "detect/prescan.h"

namespace cloister::detect {
namespace {

// What a finding needs around it at most; findings are taken from the piece that has this much on both sides.
constexpr std::size_t kMargin = 1024;
constexpr std::size_t kMostBytes = 0xffff'ffff;

bool is_tail_byte(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// A place at or before `position` where a piece may begin or end: after a space if one is near, else between code
// points.
std::size_t cut_before(std::string_view text, std::size_t position) {
  for (std::size_t i = position; i > position - 256; --i) {
    if (text[i - 1] == ' ' || text[i - 1] == '\n') return i;
  }
  for (std::size_t i = position; i > position - 4; --i) {
    if (!is_tail_byte(text[i])) return i;
  }
  return position;
}

}  // namespace

Scanner::Scanner() : analysis_(std::make_unique<Analysis>()) {}
Scanner::~Scanner() = default;

std::span<const Finding> Scanner::scan(std::string_view text) {
  findings_.clear();
  text = text.substr(0, kMostBytes);
  std::size_t base = 0;
  std::size_t from = 0;
  while (true) {
    const bool last = text.size() - base <= kPieceBytes;
    const std::size_t end = last ? text.size() : cut_before(text, base + kPieceBytes);
    scan_piece(text.substr(base, end - base));
    const std::size_t until = last ? end : end - kMargin;
    take(base, from, until);
    if (last) break;
    from = until;
    base = cut_before(text, until - kMargin);
  }
  count_code_points(text);
  return findings_;
}

void Scanner::scan_piece(std::string_view piece) {
  Analysis& a = *analysis_;
  a.found.clear();
  if (!may_hold_anything(piece)) return;
  a.read(piece);
  find_keys(a);
  find_wallets(a);
  find_emails(a);
  find_addresses(a);
  find_ibans(a);
  find_in_numbers(a);
  find_documents(a);
  find_parts(a);
  find_dates(a);
  find_card_details(a);
  find_secrets(a);
  resolve(a);
}

void Scanner::take(std::size_t base, std::size_t from, std::size_t until) {
  const Folded& text = analysis_->text;
  for (const Candidate& c : analysis_->found) {
    const auto start = static_cast<std::uint32_t>(base + text.begin_of(c.begin));
    const auto end = static_cast<std::uint32_t>(base + text.end_of(c.end - 1));
    if (start < from || start >= until) continue;
    if (!findings_.empty() && start < findings_.back().end) continue;
    const float confidence = static_cast<float>(std::min(c.score, 99)) / 100.0F;
    findings_.push_back({c.type, c.subtype, start, end, 0, 0, confidence, c.evidence});
  }
}

void Scanner::count_code_points(std::string_view text) {
  std::uint32_t byte = 0;
  std::uint32_t count = 0;
  const auto advance = [&](std::uint32_t to) {
    count += detect::count_code_points(text.substr(byte, to - byte));
    byte = to;
    return count;
  };
  for (Finding& finding : findings_) {
    finding.start_code_point = advance(finding.start);
    finding.end_code_point = advance(finding.end);
  }
}

}  // namespace cloister::detect
