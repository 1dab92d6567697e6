// Secrets said in words: passwords, codes with letters, answers to security questions.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/chars.h"
#include "detect/window.h"

namespace cloister::detect {
namespace {

constexpr std::uint32_t kLongestSecret = 64;
constexpr std::uint32_t kMostWordsToValue = 7;

enum class Looks { placeholder, word, irregular };

bool same_character(std::string_view s) { return s.find_first_not_of(s[0]) == std::string_view::npos; }

bool contains_folded(std::string_view text, std::string_view lower) {
  for (std::size_t i = 0; i + lower.size() <= text.size(); ++i) {
    std::size_t k = 0;
    while (k < lower.size() && to_lower(text[i + k]) == lower[k]) ++k;
    if (k == lower.size()) return true;
  }
  return false;
}

bool is_placeholder(std::string_view s) {
  if (std::string_view("<[{$%").contains(s[0])) return true;
  if (same_character(s)) return true;
  // A tag of YAML.
  if (s[0] == '!' && std::all_of(s.begin() + 1, s.end(), [](char c) { return is(c, kLower); })) return true;
  for (const std::string_view part :
       {"***",    "xxxx",   "...",    "your_", "your-",    "yourp",       "my_",     "(",       "process.env",
        "os.env", "getenv", "${",     "{{",    "redacted", "placeholder", "://",     "config.", "self.",
        "this.",  "req.",   "params", "-> ",   "::",       "__",          "changeme"}) {
    if (contains_folded(s, part)) return true;
  }
  return s.find_first_not_of("*.-_?#xX") == std::string_view::npos;
}

Looks looks_of(std::string_view s) {
  if (s.size() < 3 || is_placeholder(s)) return Looks::placeholder;
  bool digit = false;
  bool lower = false;
  bool inner_upper = false;
  bool symbol = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    digit = digit || is_digit(s[i]);
    lower = lower || is(s[i], kLower);
    inner_upper = inner_upper || (i > 0 && is(s[i], kUpper));
    symbol = symbol || (!is_alnum(s[i]) && s[i] != '-' && s[i] != '\'' && s[i] != kOtherLetter);
  }
  return digit || symbol || (lower && inner_upper) ? Looks::irregular : Looks::word;
}

class Secrets {
 public:
  explicit Secrets(Analysis& a) : a_(a) {}

  void find() {
    if (a_.tokens.has_mark('@')) find_in_urls();
    find_beside_emails();
    if (!a_.mentions({Concept::password, Concept::pin, Concept::code, Concept::code_sent, Concept::secret_answer,
                      Concept::login, Concept::cvv}))
      return;
    for (std::uint32_t i = 0; i < a_.tokens.size(); ++i) {
      switch (a_.tokens[i].meaning) {
        case Concept::password:
          if (token(i).parameter == 1)
            after_change(i);
          else if (!after_label(i))
            before_label(i);
          break;
        case Concept::secret_answer:
          answer(i);
          break;
        case Concept::login:
          if (token(i).parameter == 1)
            option(i);
          else
            pair(i);
          break;
        case Concept::code_sent:
          letters_after(i);
          break;
        default:
          break;
      }
    }
  }

 private:
  const Token& token(std::uint32_t i) const { return a_.tokens[i]; }
  std::uint32_t size() const { return a_.tokens.size(); }
  bool is_mark(std::uint32_t i, std::string_view marks) const { return a_.is_mark(i, marks); }
  std::uint32_t after_phrase(std::uint32_t i) const { return a_.after_phrase(i); }

  // How the value is led in.
  enum class Lead { none, copula, sign, line };

  struct Place {
    std::uint32_t token = 0;
    Lead lead = Lead::none;
    bool found = false;
  };

  // "… is", ":", "=", "→", or the end of the line: where the value begins.
  Place value_after(std::uint32_t label) const {
    std::uint32_t i = after_phrase(label);
    std::uint32_t words = 0;
    for (; i < size(); ++i) {
      const Token& t = token(i);
      if (t.gap == Gap::line && words == 0 && t.meaning == Concept::copula) return lead(after_phrase(i), Lead::copula);
      if (t.gap >= Gap::line) return {i, Lead::line, t.gap == Gap::line && words == 0};
      if (t.kind == Kind::mark) {
        const char mark = a_.text[t.begin];
        if (mark == ':' || mark == '=') return lead(i + 1, Lead::sign);
        if ((mark == '-' || mark == '>') && t.gap != Gap::none) return lead(i + 1, Lead::sign);
        if (std::string_view("\"'`").contains(mark)) {
          // "password": "x" in JSON, or a quoted value.
          if (t.gap == Gap::none) continue;
          return {i, words == 0 ? Lead::sign : Lead::copula, true};
        }
        if (mark == '(' || mark == ')' || mark == ']') continue;
        // "p.w.: x".
        if (mark == '.' && i + 1 < size() && token(i + 1).gap == Gap::none && is_mark(i + 1, ":=")) continue;
        // "password?" and the answer on the next line.
        if (mark == '?' && i + 1 < size() && token(i + 1).gap == Gap::line) return {i + 1, Lead::line, true};
        if (words == 0 && mark != '.' && mark != ',' && mark != '?' && mark != '!' && mark != ';')
          return {i, Lead::none, true};
        return {};
      }
      if (t.meaning == Concept::copula || (t.meaning == Concept::maybe_copula && words < 4))
        return lead(after_phrase(i), Lead::copula);
      // "set my password to x": only something that is no word.
      if (words == 0 && is_target(t) && i + 1 < size() && token(i + 1).gap < Gap::line && is_irregular(i + 1))
        return {i + 1, Lead::copula, true};
      // "password nuova: …": an adjective before the sign.
      const bool named = words == 0 && t.meaning == Concept::common && is_mark(i + 1, ":=");
      if (!named && (t.meaning == Concept::negation || t.meaning == Concept::common)) return {};
      if (words == 0 && (is_irregular(i) || (t.meaning == Concept::none && is_bare_value(label, i, value_at(i)))))
        return {i, Lead::none, true};
      if (++words > kMostWordsToValue) return {};
    }
    return {};
  }

  bool is_target(const Token& t) const { return a_.is_one_of(t, " to into auf zu en a por para in sur with "); }

  Place lead(std::uint32_t i, Lead kind) const {
    for (int skipped = 0; i < size() && skipped < 4; ++skipped, ++i) {
      const Token& t = token(i);
      if (t.gap >= Gap::line) return {i, Lead::line, t.gap == Gap::line};
      const bool sign = is_mark(i, ":=>-") &&
                        (t.gap == Gap::none || is_mark(i, ":=>") || (i + 1 < size() && token(i + 1).gap != Gap::none));
      const bool filler = t.meaning == Concept::copula || t.meaning == Concept::mine || is_little(t);
      if (sign)
        kind = Lead::sign;
      else if (!filler || is_irregular(i))
        break;
    }
    return {i, kind, i < size()};
  }

  bool is_little(const Token& t) const {
    return a_.is_one_of(t, " the now just actually probably currently la el le das it o il a by way ");
  }

  struct Value {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool quoted = false;
    std::string_view text;
  };

  Value value_at(std::uint32_t i) const {
    Value value;
    value.begin = token(i).begin;
    const std::uint32_t limit = std::min(a_.text.size(), value.begin + kLongestSecret);
    const char first = a_.text[value.begin];
    if ((first == '"' || first == '\'' || first == '`') && value.begin + 1 < limit) {
      std::uint32_t close = value.begin + 1;
      while (close < limit && a_.text[close] != first && a_.text[close] != '\n') ++close;
      if (close < limit && a_.text[close] == first && close > value.begin + 1) {
        value = {value.begin + 1, close, true, a_.chars(value.begin + 1, close)};
        return value;
      }
      ++value.begin;
    }
    value.end = value.begin;
    while (value.end < limit && !is(a_.text[value.end], kSpace)) ++value.end;
    trim(value);
    value.text = a_.chars(value.begin, value.end);
    return value;
  }

  void trim(Value& value) const {
    while (value.end > value.begin && std::string_view(".,;:)\"'`>]}").contains(a_.text[value.end - 1])) --value.end;
    // A sentence's mark after a plain word; after digits or signs it may belong to the secret.
    if (value.end > value.begin + 1 && (a_.text[value.end - 1] == '?' || a_.text[value.end - 1] == '!')) {
      const bool plain = std::all_of(a_.text.chars().begin() + value.begin, a_.text.chars().begin() + value.end - 1,
                                     [](char c) { return is_letter(c); });
      if (plain || a_.text[value.end - 1] == '?') --value.end;
    }
  }

  bool is_irregular(std::uint32_t i) const {
    if (token(i).gap == Gap::none) return false;
    const Value value = value_at(i);
    return value.text.size() >= 4 && looks_of(value.text) == Looks::irregular &&
           !(token(i).meaning != Concept::none && value.end <= token(i).end + 1);
  }

  bool ends_clause(std::uint32_t position) const {
    while (position < a_.text.size() && (a_.text[position] == '"' || a_.text[position] == ')')) ++position;
    if (position >= a_.text.size() || a_.text[position] == '\n') return true;
    if (std::string_view(".,;!?").contains(a_.text[position])) return true;
    std::uint32_t i = position;
    while (i < a_.text.size() && is(a_.text[i], kSpace)) ++i;
    for (const std::string_view word :
         {"and ",      "y ", "et ", "und ", "e ",       "but ",   "pls",    "please",   "thanks",    "can you",
          "could you", "i ", "ok",  "all ", "in lower", "in cap", "with a", "with cap", "lowercase", "no space"}) {
      if (a_.is_at(i, word)) return true;
    }
    return i >= a_.text.size();
  }

  std::uint32_t token_of(std::uint32_t i, std::uint32_t end) const {
    while (i < size() && token(i).begin < end) ++i;
    return i;
  }

  bool is_phrase_label(std::uint32_t label) const {
    for (const std::string_view word : {"passphrase", "pass phrase", "seed", "recovery phrase", "recovery words",
                                        "mnemonic", "secret phrase", "backup phrase"}) {
      if (a_.is_at(token(label).begin, word)) return true;
    }
    return false;
  }

  // Several words, up to the end of the line or sentence.
  bool words_after(const Place& place, int least, int most, int score) {
    std::uint32_t end = token(place.token).begin;
    int words = 0;
    for (std::uint32_t i = place.token; i < size() && words < most; ++i) {
      if (i > place.token && token(i).gap >= Gap::line) break;
      if (token(i).kind == Kind::mark && !is_mark(i, "-'")) break;
      if (i > place.token && token(i).meaning == Concept::connector && words >= 1 && least < 3) break;
      if (token(i).kind == Kind::word) ++words;
      end = token(i).end;
    }
    if (words < least) return false;
    add(token(place.token).begin, end, score, false);
    return true;
  }

  bool after_label(std::uint32_t label) {
    const Place place = value_after(label);
    if (!place.found || place.token >= size()) return false;
    if (is_phrase_label(label) && place.lead != Lead::none && !is_mark(place.token, "\"'`<[{*") &&
        words_after(place, 3, 24, 88))
      return true;
    const Value value = value_at(place.token);
    if (value.text.size() < 3) return false;
    const Looks looks = looks_of(value.text);
    if (looks == Looks::placeholder) return false;
    if (place.lead == Lead::none && is_bare_value(label, place.token, value)) {
      add(value.begin, value.end, 80, looks == Looks::irregular);
      return true;
    }
    const std::uint32_t inner =
        value.begin > token(place.token).begin && place.token + 1 < size() ? place.token + 1 : place.token;
    const bool known = token(inner).meaning != Concept::none && value.end <= token(inner).end;
    const std::uint32_t next = token_of(place.token, value.end);
    if (value.quoted) {
      if (place.lead == Lead::none && looks == Looks::word) return false;
      if (known) return false;
      add(value.begin, value.end, 92, looks == Looks::irregular);
      return true;
    }
    if (looks == Looks::irregular) {
      if (is_email(value) || known) return false;
      if (place.lead == Lead::line && (next < size() && token(next).gap < Gap::line)) return false;
      if (place.lead == Lead::none &&
          (!is_strong(value.text) || value.text.find_first_of("/:.") != std::string_view::npos))
        return false;
      if (is_code(value, next)) return false;
      add(value.begin, value.end, 93, true);
      return true;
    }
    if (known || !ends_clause(value.end)) return false;
    if (place.lead == Lead::none) return false;
    if (place.lead == Lead::line && !leads_by_line(label)) return false;
    if (place.lead == Lead::copula && value.text.size() < 4) return false;
    if (place.lead == Lead::copula && !said_as_own(label)) return false;
    add(value.begin, value.end, 80, false);
    return true;
  }

  // "username bob password correcthorse", "passcode 774411": nothing between the label and its value.
  bool is_bare_value(std::uint32_t label, std::uint32_t place, const Value& value) const {
    if (!ends_clause(value.end)) return false;
    const bool digits = std::all_of(value.text.begin(), value.text.end(), is_digit);
    if (digits) return token(label).size() >= 6 && value.text.size() >= 4 && value.text.size() <= 12;
    if (token(place).meaning != Concept::none && value.end <= token(place).end) return false;
    for (std::uint32_t i = label; i > 0 && label - i < 5 && token(i).gap < Gap::line; --i) {
      if (token(i - 1).meaning == Concept::login) return label - i >= 1;
    }
    return false;
  }

  // "changed it to Monday!77": no name, so the value itself has to say what it is.
  void after_change(std::uint32_t label) {
    const std::uint32_t place = after_phrase(label);
    if (place >= size() || token(place).gap >= Gap::line) return;
    const Value value = value_at(place);
    if (value.text.size() < 6 || !is_strong(value.text) || is_email(value)) return;
    if (value.text.find_first_of("!@#$%^&*?_+~") == std::string_view::npos) return;
    add(value.begin, value.end, 76, true);
  }

  // "bob@host.com:hunter2", "bob@host.com / hunter2".
  void find_beside_emails() {
    const std::size_t count = a_.found.size();
    for (std::size_t k = 0; k < count; ++k) {
      if (a_.found[k].type != Type::email) continue;
      std::uint32_t i = a_.found[k].end;
      const auto skip_spaces = [&] {
        while (i < a_.text.size() && a_.text[i] == ' ') ++i;
      };
      skip_spaces();
      if (i >= a_.text.size() || !std::string_view(":/|;").contains(a_.text[i])) continue;
      ++i;
      skip_spaces();
      if (i >= a_.text.size() || !(is_alnum(a_.text[i]) || is(a_.text[i], kPunct))) continue;
      std::uint32_t t = 0;
      for (std::uint32_t step = size(); step > 0; step /= 2) {
        while (t + step < size() && token(t + step).begin <= i) t += step;
      }
      const Value value = value_at(t);
      if (value.begin != i || value.text.size() < 6 || !is_strong(value.text) || is_email(value)) continue;
      if (looks_of(value.text) != Looks::irregular || value.text.contains('/')) continue;
      add(value.begin, value.end, 78, true);
    }
  }

  // "mysql -u root -ps3cret", "curl -u bob:s3cret", "redis-cli -a s3cret".
  void option(std::uint32_t command) {
    const std::string_view rest = a_.chars(token(command).begin, std::min(a_.text.size(), token(command).begin + 256));
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const bool is_curl = a_.is_at(token(command).begin, "curl");
    for (const std::string_view flag : {" -p", " -a ", " -u ", " --user ", " --password="}) {
      const std::size_t at = line.find(flag);
      if (at == std::string_view::npos) continue;
      std::size_t begin = at + flag.size();
      std::size_t end = std::min(line.size(), line.find(' ', begin));
      if (flag == " -u " || flag == " --user ") {
        const std::size_t colon = line.substr(0, end).find(':', begin);
        if (colon == std::string_view::npos) continue;
        begin = colon + 1;
      } else if (is_curl || begin == end) {
        continue;
      }
      while (end > begin && (line[end - 1] == '"' || line[end - 1] == '\'')) --end;
      while (begin < end && (line[begin] == '"' || line[begin] == '\'')) ++begin;
      const std::string_view value = line.substr(begin, end - begin);
      if (value.size() < 5 || !is_strong(value) || is_placeholder(value)) continue;
      const std::uint32_t base = token(command).begin;
      add(base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(end), 84, true);
    }
  }

  // "recovery code 8f3k-29dk": codes with letters; those of digits alone are read among the numbers.
  void letters_after(std::uint32_t label) {
    const Place place = value_after(label);
    if (!place.found || place.token >= size()) return;
    const Value value = value_at(place.token);
    const bool name = token(place.token).meaning != Concept::none && value.end <= token(place.token).end;
    if (value.text.size() < 6 || name || !is_strong(value.text) || looks_of(value.text) != Looks::irregular) return;
    if (value.text.find_first_not_of("-_") == std::string_view::npos || is_email(value)) return;
    if (place.lead == Lead::line && !ends_line(value.end)) return;
    if (place.lead == Lead::none && place.token != after_phrase(label)) return;
    if (value.text.find_first_of("/:.(=") != std::string_view::npos) return;
    add(value.begin, value.end, 82, true);
  }

  bool ends_line(std::uint32_t position) const { return position >= a_.text.size() || a_.text[position] == '\n'; }

  // A label that waits for its value: "password:" or "my password is" at the end of a line.
  bool leads_by_line(std::uint32_t label) const {
    std::uint32_t last = label;
    while (last + 1 < size() && token(last + 1).gap < Gap::line) ++last;
    return is_mark(last, ":=") || token(last).meaning == Concept::copula;
  }

  bool said_as_own(std::uint32_t label) const {
    for (std::uint32_t i = label; i > 0 && label - i < 4; --i) {
      const Token& t = token(i - 1);
      if (t.meaning == Concept::mine) return true;
      if (a_.is_one_of(t, " the la das le a ")) return true;
      if (t.gap >= Gap::line) break;
    }
    return label == 0 || token(label).gap >= Gap::line;
  }

  bool is_email(const Value& value) const {
    return value.text.contains('@') && value.text.find('.', value.text.find('@')) != std::string_view::npos;
  }

  static bool is_strong(std::string_view s) {
    const bool letter = std::any_of(s.begin(), s.end(), [](char c) { return is_letter(c); });
    const bool digit = std::any_of(s.begin(), s.end(), [](char c) { return is_digit(c); });
    return letter && digit && s.size() >= 5;
  }

  // A call, a member, a variable: code, not a value.
  bool is_code(const Value& value, std::uint32_t next) const {
    if (next < size() && token(next).gap == Gap::none && is_mark(next, "(")) return true;
    const bool has_digit = std::any_of(value.text.begin(), value.text.end(), is_digit);
    if (has_digit) return false;
    // "user.password", "hash_password", "newPassword": words with joints.
    const bool identifier =
        value.text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._/\\[]-,|&;") ==
        std::string_view::npos;
    return identifier && value.text.find_first_of("._/[]|,") != std::string_view::npos;
  }

  // "hunter2 is my password", "use hunter2 as the password".
  void before_label(std::uint32_t label) {
    bool leads = false;
    std::uint32_t i = label;
    for (int words = 0; i > 0 && words < 5; ++words) {
      const Token& t = token(i);
      if (t.gap >= Gap::line) return;
      --i;
      const Token& previous = token(i);
      if (leads && previous.kind == Kind::mark) break;
      if (previous.kind == Kind::word && (previous.meaning == Concept::copula || a_.is_at(previous.begin, "as ")))
        leads = true;
      else if (previous.kind == Kind::mark && !is_mark(i, "\"'`"))
        return;
      else if (leads)
        break;
    }
    if (!leads) return;
    // "X isn't accepted as my password".
    for (std::uint32_t words = 0;
         words < kMostWordsToValue && i > 0 && token(i).kind == Kind::word && token(i).gap < Gap::line &&
         token(i).meaning != Concept::none && a_.tokens.chunks[token(i).chunk].tokens == 1;
         ++words)
      --i;
    // Back to the beginning of the value's stretch.
    while (i > 0 && token(i).gap == Gap::none) --i;
    const Value value = value_at(i);
    if (value.text.size() < 5 || looks_of(value.text) != Looks::irregular || !is_strong(value.text)) return;
    if (is_email(value) || value.end > token(label).begin) return;
    add(value.begin, value.end, 84, true);
  }

  // At most three words up to the end of the line.
  bool fills_line(std::uint32_t first) const {
    std::uint32_t i = first + 1;
    while (i < size() && token(i).gap < Gap::line) ++i;
    return i - first <= 3 && token(first).meaning == Concept::none;
  }

  // Names, places: one to three words after "is" or a sign.
  void answer(std::uint32_t label) {
    const Place place = value_after(label);
    if (!place.found || place.lead == Lead::none || place.token >= size()) return;
    if (is_mark(place.token - 1, "?") && !(is(a_.text[token(place.token).begin], kUpper) && fills_line(place.token)))
      return;
    if (place.lead == Lead::line && !leads_by_line(label) && token(place.token).size() < 3) return;
    const Token& first = token(place.token);
    if (first.kind != Kind::word && first.kind != Kind::number && !is_mark(place.token, "\"'")) return;
    const bool whole = value_at(place.token).end <= first.end + 1;
    if (whole && first.meaning != Concept::none && first.meaning != Concept::month) return;
    const Value value = value_at(place.token);
    if (value.quoted) {
      add(value.begin, value.end, 85, false);
      return;
    }
    if (value.text.size() < 2 || is_placeholder(value.text)) return;
    // What follows a copula without a capital and goes on is a sentence, not an answer.
    const bool capital = is(a_.text[first.begin], kUpper);
    if (!capital && !ends_clause(value.end) && place.lead != Lead::sign) return;
    std::uint32_t end = value.end;
    for (std::uint32_t i = token_of(place.token, end); capital && i < size() && i < place.token + 4; ++i) {
      const Token& t = token(i);
      if (t.gap >= Gap::line || t.kind != Kind::word || !is(a_.text[t.begin], kUpper) || t.meaning != Concept::none ||
          t.size() < 2)
        break;
      end = t.end;
    }
    add(value.begin, end, 85, false);
  }

  // "login bob / hunter2", "creds: bob:hunter2".
  void pair(std::uint32_t label) {
    std::uint32_t i = after_phrase(label);
    if (is_mark(i, "/") && i + 1 < size() && token(i + 1).meaning == Concept::password) i = after_phrase(i + 1);
    int skipped = 0;
    while (i < size() && skipped < 3 && (is_mark(i, ":=-") || token(i).meaning == Concept::copula)) {
      ++i;
      ++skipped;
    }
    if (i >= size() || token(i).gap >= Gap::blank_line || token(i).gap == Gap::none) return;
    if (token(i).meaning != Concept::none && token(i).kind == Kind::word &&
        a_.tokens.chunks[token(i).chunk].tokens == 1)
      return;
    const Value user = value_at(i);
    if (user.text.size() < 2) return;
    if (const std::size_t split = user.text.find_first_of(":/"); split != std::string_view::npos && split > 0) {
      const auto begin = static_cast<std::uint32_t>(user.begin + split + 1);
      const std::string_view secret = a_.chars(begin, user.end);
      if (secret.size() >= 5 && is_strong(secret) && looks_of(secret) == Looks::irregular && !user.text.contains("//"))
        add(begin, user.end, 82, true);
      return;
    }
    std::uint32_t next = token_of(i, user.end);
    if (next >= size() || !is_mark(next, "/|,")) return;
    const bool slash = is_mark(next, "/|");
    if (++next >= size() || token(next).gap >= Gap::line) return;
    if (token(next).meaning == Concept::password || token(next).meaning == Concept::pin) return;
    const Value secret = value_at(next);
    if (secret.text.size() < 4 || looks_of(secret.text) == Looks::placeholder || is_email(secret)) return;
    const bool irregular = looks_of(secret.text) == Looks::irregular;
    if (!irregular && (!slash || token(next).meaning != Concept::none || !ends_clause(secret.end))) return;
    if (irregular && !slash && !is_strong(secret.text)) return;
    add(secret.begin, secret.end, irregular ? 86 : 74, irregular);
  }

  // https://user:secret@host
  void find_in_urls() {
    const std::string_view chars = a_.text.chars();
    for (std::size_t at = chars.find("://"); at != std::string_view::npos; at = chars.find("://", at + 3)) {
      const std::size_t limit = std::min(chars.size(), at + 3 + 128);
      std::size_t colon = 0;
      for (std::size_t i = at + 3; i < limit && !is(chars[i], kSpace) && chars[i] != '/' && chars[i] != '"'; ++i) {
        if (chars[i] == ':' && colon == 0) colon = i;
        if (chars[i] != '@') continue;
        if (colon == 0 || i < colon + 3 || is_placeholder(chars.substr(colon + 1, i - colon - 1))) break;
        const std::string_view secret = chars.substr(colon + 1, i - colon - 1);
        if (secret == "password" || secret == "pass" || secret == "pwd" || secret == "secret") break;
        add(static_cast<std::uint32_t>(colon + 1), static_cast<std::uint32_t>(i), 90, true);
        break;
      }
    }
  }

  void add(std::uint32_t begin, std::uint32_t end, int score, bool irregular) {
    if (begin >= end) return;
    Candidate& found = a_.add(Type::password, "", begin, end, score);
    found.evidence.add(Clue::label_before);
    if (irregular) found.evidence.add(Clue::random);
  }

  Analysis& a_;
};

}  // namespace

void find_secrets(Analysis& a) { Secrets(a).find(); }

}  // namespace cloister::detect
