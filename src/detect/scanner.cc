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
// Longer texts are looked at line by line.
constexpr std::size_t kShort = 1024;
constexpr int kLinesBefore = 3;
// Digits: an IBAN has letters too, and some of its digits may be letters that look like them; a social security number.
constexpr std::size_t kLeastForIban = 6;
constexpr std::size_t kLeastForParts = 9;
constexpr std::size_t kReach = 512;

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

std::size_t start_of_code_point(std::string_view text, std::size_t position) {
  for (int i = 0; i < 3 && position > 0 && position < text.size() && is_tail_byte(text[position]); ++i) --position;
  return position;
}

}  // namespace

Scanner::Scanner(Effort effort) : effort_(effort), analysis_(std::make_unique<Analysis>()) {}
Scanner::~Scanner() = default;

std::span<const Finding> Scanner::scan(std::string_view text) {
  findings_.clear();
  text = text.substr(0, kMostBytes);
  if (effort_ == Effort::quick && text.size() > kShort)
    scan_lines(text);
  else if (effort_ == Effort::thorough || glance_at(text).may_hold_anything())
    scan_stretch(text, 0, text.size(), 0);
  count_code_points(text);
  return {findings_.data(), findings_.size()};
}

namespace {

// Lines that are read together because together they may hold something.
class Stretches {
 public:
  explicit Stretches(std::string_view text) : text_(text) {}

  /// Takes the next line; whether it may hold something, with those before it.
  bool take(std::size_t begin, std::size_t size) {
    std::move_backward(last_, last_ + kLinesBefore, last_ + kLinesBefore + 1);
    last_[0] = {begin, glance_at(text_.substr(begin, size))};
    if (!last_[0].glance.names_value()) return false;
    Glance together;
    for (int i = 0; i <= kLinesBefore; ++i) {
      const Glance& glance = last_[i].glance;
      // A word that merely makes numbers harmless counts on the line before.
      if (i < 2 ? !glance.is_empty() : glance.names_value()) {
        together.add(glance);
        first_ = last_[i].begin;
      } else if (!last_[0].glance.has_number) {
        break;  // "hang on" may stand between the halves of a number
      }
    }
    return together.may_hold_anything();
  }
  /// Where the stretch begins that the last line belongs to.
  std::size_t begin() const {
    const std::size_t line = last_[0].begin;
    return std::max(first_, line > kReach ? start_of_code_point(text_, line - kReach) : 0);
  }

 private:
  struct Line {
    std::size_t begin;
    Glance glance;
  };
  std::string_view text_;
  Line last_[kLinesBefore + 1] = {};  // the line that is looked at, and those before it
  std::size_t first_ = 0;
};

}  // namespace

// Lines that may hold something, with their neighbours as far as those have a word or a number that counts; the rest is
// not read closely.
void Scanner::scan_lines(std::string_view text) {
  Stretches lines(text);
  std::size_t begin = 0;
  std::size_t end = 0;       // of the stretch that is being gathered; 0 if there is none
  std::size_t accepted = 0;  // findings before this have been taken
  int idle = 0;              // lines since
  const auto close = [&] {
    if (end == 0) return;
    scan_stretch(text, begin, end, accepted);
    accepted = end;
    end = 0;
  };
  for (std::size_t line = 0; line < text.size();) {
    const std::size_t newline = text.find('\n', line);
    const std::size_t next = newline == std::string_view::npos ? text.size() : newline + 1;
    if (lines.take(line, next - line)) {
      if (end == 0) begin = lines.begin();
      end = next;
      idle = 0;
    } else if (++idle > kLinesBefore) {
      close();
    }
    line = next;
  }
  close();
}

void Scanner::scan_stretch(std::string_view text, std::size_t begin, std::size_t end, std::size_t from) {
  end = start_of_code_point(text, end);
  while (true) {
    const bool last = end - begin <= kPieceBytes;
    const std::size_t stop = last ? end : cut_before(text, begin + kPieceBytes);
    scan_piece(text.substr(begin, stop - begin));
    const std::size_t until = last ? stop : stop - kMargin;
    take(begin, from, until);
    if (last) return;
    from = until;
    begin = cut_before(text, until - kMargin);
  }
}

void Scanner::scan_piece(std::string_view piece) {
  Analysis& a = *analysis_;
  a.found.clear();
  a.read(piece);
  find_keys(a);
  find_wallets(a);
  find_emails(a);
  find_addresses(a);
  if (a.numbers.digits.size() >= kLeastForIban) find_ibans(a);
  find_in_numbers(a);
  find_documents(a);
  if (a.numbers.digits.size() >= kLeastForParts) find_parts(a);
  find_dates(a);
  find_card_details(a);
  find_secrets(a);
  find_codes(a);
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
