#include "detect/mask.h"

#include "detect/chars.h"

namespace cloister::detect {
namespace {

constexpr int kLeft = 4;

bool keeps_end(const Finding& finding) {
  // A part of a longer number would show four characters of each part.
  if (finding.evidence.has(Clue::parts)) return false;
  return (finding.type == Type::credit_card || finding.type == Type::iban || finding.type == Type::bank_account) &&
         finding.evidence.length >= 10 && !finding.evidence.has(Clue::spelt);
}

int count_alnum(std::string_view value) {
  int count = 0;
  for (std::size_t i = 0; i < value.size();) {
    const Decoded next = decode(value.substr(i));
    count += is_alnum(fold(next.code_point)) ? 1 : 0;
    i += next.size;
  }
  return count;
}

}  // namespace

std::string masked(std::string_view text, const Finding& finding) {
  if (!keeps_end(finding)) {
    std::string out = "[";
    out += name_of(finding.type);
    return out + "]";
  }
  const std::string_view value = text.substr(finding.start, finding.end - finding.start);
  int left = count_alnum(value);
  std::string out;
  for (std::size_t i = 0; i < value.size();) {
    const Decoded next = decode(value.substr(i));
    const char c = fold(next.code_point);
    if (is_alnum(c))
      out += left-- > kLeft ? '*' : c;
    else if (c != kDropped)
      out += c >= 0x20 ? c : ' ';
    i += next.size;
  }
  return out;
}

std::string mask(std::string_view text, std::span<const Finding> findings) {
  std::string out;
  std::size_t done = 0;
  for (const Finding& finding : findings) {
    out += text.substr(done, finding.start - done);
    out += masked(text, finding);
    done = finding.end;
  }
  out += text.substr(done);
  return out;
}

}  // namespace cloister::detect
