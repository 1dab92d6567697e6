// E-mail addresses (RFC 5321 section 4.1.2, without quoted local parts), plain, and written so that machines miss them.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/analysis.h"
#include "detect/chars.h"

namespace cloister::detect {
namespace {

constexpr std::uint32_t kLongestLocal = 64;
constexpr std::uint32_t kLongestDomain = 253;

// Names after the last dot that are files, units or commands, not domains.
constexpr std::string_view kNoDomains =
    " png jpg jpeg gif svg webp js ts tsx jsx css scss html htm json yml yaml xml txt log conf cfg service socket "
    "timer "
    "target mount java class jar py rb go rs cpp exe dll so local localdomain internal lan svc cluster ";
// What may stand after a dot that was spelt.
constexpr std::string_view kTopLevel =
    " com net org edu gov mil info biz io co dev app ai me tv us uk de fr es it pt br nl be ch at pl se no dk fi ie eu "
    "ca au nz in jp cn kr mx ar cl cz sk ro hu gr bg hr si lt lv ee lu ru ua tr il za sg hk my id th vn ph pe uy ve ec "
    "example test online shop xyz site cloud email mail ";
constexpr std::string_view kProviders =
    " gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol proton protonmail pm gmx web mail email "
    "fastmail zoho yandex orange free laposte wanadoo sfr libero virgilio tiscali alice uol bol terra ig sapo "
    "telefonica "
    "t-online freenet posteo tutanota hey comcast verizon att btinternet sky example rediffmail qq naver ";

bool is_local(char c) {
  return is_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' || c == '\'' || c == '&' ||
         c == kOtherLetter;
}
bool is_host(char c) { return is_alnum(c) || c == '-' || c == kOtherLetter; }

// The end of a domain with at least one dot that begins here, or `begin`.
std::uint32_t domain_end(const Analysis& a, std::uint32_t begin) {
  const std::uint32_t limit = std::min(a.text.size(), begin + kLongestDomain);
  std::uint32_t end = begin;
  std::uint32_t last = begin;  // begin of the last label
  int dots = 0;
  std::uint32_t i = begin;
  while (i < limit) {
    const std::uint32_t label = i;
    while (i < limit && is_host(a.text[i])) ++i;
    if (i == label) break;
    last = label;
    end = i;
    if (i + 1 >= limit || a.text[i] != '.' || !is_host(a.text[i + 1])) break;
    ++dots;
    ++i;
  }
  while (end > last && a.text[end - 1] == '-') --end;
  if (dots == 0 || end - last < 2) return begin;
  for (std::uint32_t k = last; k < end; ++k) {
    if (is_digit(a.text[k])) return begin;
  }
  return a.is_one_of(last, end, kNoDomains) ? begin : end;
}

void add(Analysis& a, std::uint32_t begin, std::uint32_t end, int score, bool written_out) {
  Candidate& found = a.add(Type::email, "", begin, end, score);
  found.evidence.length = static_cast<std::uint16_t>(std::min<std::uint32_t>(end - begin, 0xffff));
  found.evidence.add(written_out ? Clue::written_out : Clue::format);
}

bool is_remote(const Analysis& a, std::uint32_t begin, std::uint32_t end) {
  // git@host:path and a shell's prompt are no mailboxes.
  if (end < a.text.size() && a.text[end] == ':' && end + 1 < a.text.size()) {
    const char next = a.text[end + 1];
    if (next == '~' || next == '/' || (begin + 4 < end && a.is_at(begin, "git@"))) return true;
  }
  return false;
}

// "gmail,com": a slip of the finger, known by both sides of it.
std::uint32_t domain_with_comma(const Analysis& a, std::uint32_t begin) {
  std::uint32_t comma = begin;
  while (comma < a.text.size() && is_host(a.text[comma])) ++comma;
  if (comma >= a.text.size() || a.text[comma] != ',' || !a.is_one_of(begin, comma, kProviders)) return begin;
  std::uint32_t end = comma + 1;
  while (end < a.text.size() && is_host(a.text[end])) ++end;
  return a.is_one_of(comma + 1, end, kTopLevel) ? end : begin;
}

// "<4829173.ab12@host>" (RFC 5322 section 3.6.4): in angle brackets, and digits and letters that nobody is called.
bool is_message_id(const Analysis& a, std::uint32_t begin, std::uint32_t end) {
  if (begin == 0 || end >= a.text.size() || a.text[begin - 1] != '<' || a.text[end] != '>') return false;
  int digits = 0;
  for (std::uint32_t i = begin; i < end && a.text[i] != '@'; ++i) digits += is_digit(a.text[i]) ? 1 : 0;
  return digits >= 8;
}

bool find_plain(Analysis& a, std::uint32_t at) {
  std::uint32_t begin = at;
  const std::uint32_t lowest = at > kLongestLocal ? at - kLongestLocal : 0;
  if (at > 1 && a.text[at - 1] == '\n') --begin;  // broken before the sign
  const std::uint32_t local_end = begin;
  while (begin > lowest && is_local(a.text[begin - 1])) --begin;
  if (local_end != at && begin > 0 && a.text[begin - 1] != '\n' &&
      a.chars(begin, local_end).find_first_of("._0123456789") == std::string_view::npos)
    return false;
  while (begin < at && (a.text[begin] == '.' || a.text[begin] == '-' || a.text[begin] == '\'' || a.text[begin] == '&' ||
                        a.text[begin] == '+')) {
    ++begin;
  }
  if (begin == local_end || a.text[local_end - 1] == '.') return false;
  if (begin > 0 && (a.text[begin - 1] == '@' || (a.text[begin - 1] == '/' && begin > 1 && a.text[begin - 2] == '/')))
    return true;  // a handle of another network, or the user of an address
  if (begin > 0 && a.text[begin - 1] == ':' && a.in_url(begin, at)) return true;
  std::uint32_t domain = at + 1;
  while (domain < a.text.size() && a.text[domain] == '@') ++domain;
  if (a.text.size() > domain && a.text[domain] == '\n') ++domain;  // broken after the sign
  std::uint32_t end = domain_end(a, domain);
  if (end == domain) end = domain_with_comma(a, domain);
  if (end == domain) return false;
  if (!is_remote(a, begin, end) && !is_message_id(a, begin, end)) add(a, begin, end, 97, false);
  return true;
}

// Reads addresses in tokens, where signs are words or stand apart: "john dot smith (at) example . com".
class WrittenOut {
 public:
  WrittenOut(Analysis& a, std::uint32_t sign) : a_(a), sign_(sign) {}

  void find() {
    std::uint32_t left = sign_;
    std::uint32_t right = sign_ + 1;
    if (left > 0 && is_bracket(left - 1) && right < a_.tokens.size() && is_bracket(right)) {
      bracketed_ = true;
      --left;
      ++right;
    }
    if (!read_domain(right) || !read_local(left)) return;
    if (is_believable()) add(a_, begin_, end_, is_known_ || bracketed_ ? 92 : 84, true);
  }

 private:
  const Token& token(std::uint32_t i) const { return a_.tokens[i]; }
  bool is_mark(std::uint32_t i, char c) const {
    return i < a_.tokens.size() && token(i).kind == Kind::mark && a_.text[token(i).begin] == c;
  }
  bool is_bracket(std::uint32_t i) const {
    return i < a_.tokens.size() && token(i).kind == Kind::mark &&
           std::string_view("()[]{}<>*-_|\"'").contains(a_.text[token(i).begin]);
  }
  std::uint32_t chunk_begin(std::uint32_t i) const { return a_.tokens.chunks[token(i).chunk].first_token; }
  std::uint32_t chunk_after(std::uint32_t i) const {
    const Chunk& chunk = a_.tokens.chunks[token(i).chunk];
    return chunk.first_token + chunk.tokens;
  }
  bool is_text(std::uint32_t i) const {
    return i < a_.tokens.size() && (token(i).kind == Kind::word || token(i).kind == Kind::number);
  }

  // The token after a dot in any form that stands at i, or i.
  std::uint32_t after_dot(std::uint32_t i) {
    if (i >= a_.tokens.size() || token(i).gap >= Gap::line) return i;
    if (is_bracket(i) && i + 2 < a_.tokens.size() && is_bracket(i + 2) &&
        (is_mark(i + 1, '.') || token(i + 1).meaning == Concept::dot_word)) {
      spelt_dot_ = true;
      return i + 3;
    }
    if (token(i).meaning == Concept::dot_word) {
      spelt_dot_ = true;
      std::uint32_t next = i + 1;
      while (next < a_.tokens.size() && token(next).meaning == Concept::continued) ++next;
      return next;
    }
    if (is_mark(i, '.')) return i + 1;
    return i;
  }

  bool read_domain(std::uint32_t i) {
    if (!is_text(i) || token(i).gap >= Gap::line) return false;
    is_known_ = a_.is_one_of(token(i).begin, a_.tokens.chunks[token(i).chunk].end, kProviders);
    int labels = 1;
    std::uint32_t last = i;
    i = chunk_after(i);
    while (labels < 6) {
      if (is_mark(i, '-') && after_dot(i) == i && token(i).gap == Gap::none && is_text(i + 1) &&
          token(i + 1).gap == Gap::none) {
        last = i + 1;
        i = chunk_after(i + 1);
        continue;
      }
      const std::uint32_t next = after_dot(i);
      if (next == i || !is_text(next) || token(next).gap >= Gap::line) break;
      // "…gmail dot com. Please": a mark with a space after it ends the sentence, not a label.
      const bool plain = is_mark(i, '.') && next == i + 1;
      if (plain && token(next).gap != Gap::none && labels > 1) break;
      if (plain && token(next).gap != Gap::none && token(i).gap == Gap::none && !is_top_level(next)) break;
      last = next;
      i = chunk_after(next);
      ++labels;
    }
    if (labels < 2 || !is_top_level(last)) return false;
    end_ = a_.tokens.chunks[token(last).chunk].end;
    return true;
  }

  bool is_top_level(std::uint32_t i) const {
    const Chunk& chunk = a_.tokens.chunks[token(i).chunk];
    return a_.is_one_of(chunk.begin, chunk.end, kTopLevel);
  }

  bool joins_local(std::uint32_t i) const {
    const Token& t = token(i);
    if (t.gap >= Gap::line) return false;
    if (t.kind == Kind::mark) {
      return std::string_view("._-+").contains(a_.text[t.begin]) &&
             (t.gap == Gap::none || a_.tokens[i + 1].gap == t.gap);
    }
    return t.meaning == Concept::dot_word || t.meaning == Concept::underscore_word || t.meaning == Concept::dash_word;
  }

  bool read_local(std::uint32_t before) {
    if (before == 0 || !is_text(before - 1) || token(before).gap >= Gap::line) return false;
    std::uint32_t i = chunk_begin(before - 1);
    plain_word_ = a_.tokens.chunks[token(i).chunk].tokens == 1 && token(i).kind == Kind::word;
    common_word_ = plain_word_ && (token(i).meaning != Concept::none || is_common(token(i)));
    for (int parts = 0; parts < 6 && i >= 2; ++parts) {
      std::uint32_t sign = i - 1;
      while (sign > 0 && token(sign).meaning == Concept::continued) --sign;
      bool brackets = false;
      if (is_bracket(sign) && sign >= 3 && is_bracket(sign - 2) && joins_local(sign - 1)) {
        sign -= 2;
        brackets = true;
      }
      if ((!brackets && !joins_local(sign)) || sign == 0 || !is_text(sign - 1) || token(i).gap >= Gap::line) break;
      const bool spaced = token(sign).gap != Gap::none && token(i).gap != Gap::none;
      if (token(sign).kind == Kind::mark && token(sign).gap != Gap::none && !brackets && !spaced) break;
      i = chunk_begin(sign - 1);
      plain_word_ = false;
      common_word_ = false;
    }
    begin_ = token(i).begin;
    return true;
  }

  bool is_common(const Token& t) const {
    constexpr std::string_view kWords =
        " look looking shop buy order bought purchase available us it me found find visit pay log login sign check "
        "site "
        "online listed sold store price is are was that this page info help here there website go arrive you him her "
        "them everything anything something meet working work staying live register products item items stuff deals "
        "service support account delivery seen saw ";
    return a_.is_one_of(t.begin, t.end, kWords);
  }

  bool is_believable() const {
    const bool word = a_.tokens[sign_].kind == Kind::word;
    if (bracketed_) return true;
    if (begin_ > 0 && a_.text[begin_ - 1] == '\'') return false;  // the end of "I'm"
    if (!word) return is_known_ || !plain_word_ || spelt_dot_ || labelled();
    if (!plain_word_) return true;
    if (is_known_) return !common_word_ || labelled();
    return labelled() || (spelt_dot_ && !common_word_);
  }

  bool labelled() const {
    const Context context(a_.text, a_.tokens, token_at(begin_), sign_);
    return context.before(Concept::email) <= 8 || context.before(Concept::login) <= 4;
  }
  std::uint32_t token_at(std::uint32_t position) const {
    std::uint32_t i = sign_;
    while (i > 0 && token(i).begin > position) --i;
    return i;
  }

  Analysis& a_;
  std::uint32_t sign_;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
  bool bracketed_ = false;
  bool spelt_dot_ = false;
  bool is_known_ = false;
  bool plain_word_ = false;
  bool common_word_ = false;
};

}  // namespace

void find_emails(Analysis& a) {
  if (!a.tokens.has_mark('@') && !a.tokens.has_mark('(') && !a.mentions(Concept::at_word)) return;
  for (std::uint32_t i = 0; i < a.tokens.size(); ++i) {
    const Token& token = a.tokens[i];
    const bool sign = token.kind == Kind::mark && a.text[token.begin] == '@';
    if (sign && find_plain(a, token.begin)) continue;
    const bool bare_a = token.kind == Kind::word && token.size() == 1 && a.is_at(token.begin, "a") && i > 0 &&
                        i + 1 < a.tokens.size() && a.text[a.tokens[i - 1].begin] == '(' &&
                        a.text[a.tokens[i + 1].begin] == ')';
    if (sign || bare_a || token.meaning == Concept::at_word) WrittenOut(a, i).find();
  }
}

}  // namespace cloister::detect
