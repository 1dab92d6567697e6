#include "detect/numbers.h"

#include <string_view>

#include "detect/chars.h"

namespace cloister::detect {
namespace {

// Letters that stand for digits. Others that are sometimes used (A, E, G, T, q) make words and model names numbers.
char look_alike(char c) {
  switch (c) {
    case 'O':
    case 'o':
    case 'Q':
      return '0';
    case 'l':
    case 'I':
    case 'i':
      return '1';
    case 'Z':
    case 'z':
      return '2';
    case 'S':
    case 's':
      return '5';
    case 'b':
      return '6';
    case 'B':
      return '8';
    default:
      return 0;
  }
}

constexpr std::uint32_t kLongestLookAlike = 24;

// At least half digits, the rest look-alikes: "4l11", "1O11". Not "5S" or "12l".
bool is_look_alike(const Folded& text, const Chunk& chunk) {
  if (chunk.tokens < 2 || chunk.size() < 3 || chunk.size() > kLongestLookAlike) return false;
  std::uint32_t letters = 0;
  std::uint32_t zeros = 0;
  for (std::uint32_t i = chunk.begin; i < chunk.end; ++i) {
    if (is_digit(text[i])) continue;
    if (look_alike(text[i]) == 0) return false;
    const bool clear = text[i] == 'O' || text[i] == 'o' || text[i] == 'l' || text[i] == 'I';
    if (!clear && chunk.size() < 4) return false;
    ++letters;
    if (look_alike(text[i]) == '0') ++zeros;
  }
  return letters * 2 <= chunk.size() || (zeros == letters && is_digit(text[chunk.begin]) && chunk.size() <= 4);
}

bool is_all_o(const Folded& text, const Token& token) {
  for (std::uint32_t i = token.begin; i < token.end; ++i) {
    if (text[i] != 'O') return false;
  }
  return token.size() <= 4;
}

bool is_label(const Token& token) {
  return token.meaning == Concept::digit || token.meaning == Concept::copula ||
         (token.meaning != Concept::none && token.meaning < Concept::order);
}

bool is_number_word(const Token& token) {
  return token.kind == Kind::number || token.meaning == Concept::digit || token.meaning == Concept::number ||
         token.meaning == Concept::tens || token.meaning == Concept::repeat;
}

// "one sec", "a due date": a word for a digit means the digit only beside others, or alone on its line.
bool stands_alone(const Tokens& tokens, std::uint32_t i) {
  const bool first = tokens[i].gap >= Gap::line;
  const bool last = i + 1 == tokens.size() || tokens[i + 1].gap >= Gap::line;
  if (first && last) return false;
  const auto neighbour = [&](std::uint32_t k, bool behind) {
    for (int step = 0; step < 2 && k < tokens.size(); ++step) {
      if (behind && tokens[k].gap >= Gap::line) return false;
      if (is_number_word(tokens[k])) return true;
      if (tokens[k].kind == Kind::word && tokens[k].meaning != Concept::connector && tokens[k].size() > 2) return false;
      if (!behind && tokens[k].gap >= Gap::line) return false;
      if (!behind && k == 0) return false;
      k = behind ? k + 1 : k - 1;
    }
    return false;
  };
  return !(i + 1 < tokens.size() && neighbour(i + 1, true)) && !(i > 0 && !first && neighbour(i - 1, false));
}

constexpr std::string_view kJoining = "-./_,:*+()#'~|\\\"[]{}=<>;!`^@&";

bool has_line(const Tokens& tokens, const Atom& before, const Atom& after) {
  for (std::uint32_t i = before.end_token; i <= after.first_token; ++i) {
    if (tokens[i].gap >= Gap::line) return true;
  }
  return false;
}

// "....": up to six of one mark.
bool is_one_mark(const Folded& text, const Tokens& tokens, const Atom& before, const Atom& after) {
  if (after.first_token - before.end_token > 6) return false;
  for (std::uint32_t i = before.end_token; i < after.first_token; ++i) {
    if (tokens[i].kind != Kind::mark || text[tokens[i].begin] != text[tokens[before.end_token].begin]) return false;
  }
  return true;
}

char join_of(const Folded& text, const Tokens& tokens, const Atom& before, const Atom& after) {
  const std::uint32_t between = after.first_token - before.end_token;
  const Gap gap = tokens[after.first_token].gap;
  if (between == 0) return gap >= Gap::line ? '\n' : ' ';
  if (between > 3 && !is_one_mark(text, tokens, before, after)) return kBreak;
  int words = 0;
  for (std::uint32_t i = before.end_token; i < after.first_token; ++i) {
    const Token& token = tokens[i];
    if (token.kind == Kind::word) {
      const bool cross = token.size() == 1 && (text[token.begin] == 'x' || text[token.begin] == 'X');
      const bool joins = token.meaning == Concept::connector || cross || token.meaning == Concept::dash_word ||
                         token.meaning == Concept::dot_word || token.meaning == Concept::underscore_word ||
                         token.meaning == Concept::continued;
      if (!joins || ++words > 2) return kBreak;
    } else if (token.kind == Kind::mark && !kJoining.contains(text[token.begin])) {
      return kBreak;
    }
  }
  // Words on another line are read by the search for values in parts.
  if (words > 0) return has_line(tokens, before, after) ? kBreak : kByWord;
  if (between > 1) return kByMarks;
  return tokens[before.end_token].kind == Kind::mark ? text[tokens[before.end_token].begin] : kBySymbol;
}

}  // namespace

void Numbers::read(const Folded& text, const Tokens& tokens) {
  atoms.clear();
  digits.clear();
  for (std::uint32_t i = 0; i < tokens.size();) {
    const Token& token = tokens[i];
    if (token.kind == Kind::number) {
      i = read_number(text, tokens, i);
    } else if (token.kind == Kind::word) {
      i = read_words(text, tokens, i);
    } else {
      ++i;
    }
  }
  join(text, tokens);
}

void Numbers::add(const Folded& text, const Tokens& tokens, std::uint32_t first, std::uint32_t end) {
  Atom atom{};
  atom.begin = tokens[first].begin;
  atom.end = tokens[end - 1].end;
  atom.first_token = first;
  atom.end_token = end;
  atom.digits = static_cast<std::uint32_t>(digits.size());
  atom.folded = text.was_folded(atom.begin);
  atoms.push_back(atom);
}

std::uint32_t Numbers::read_number(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  const Chunk& chunk = tokens.chunks[tokens[i].chunk];
  std::uint32_t end = i + 1;
  const bool alike = i == chunk.first_token && is_look_alike(text, chunk);
  if (alike) end = chunk.first_token + chunk.tokens;
  add(text, tokens, i, end);
  Atom& atom = atoms.back();
  for (std::uint32_t k = atom.begin; k < atom.end; ++k) {
    digits.push_back(is_digit(text[k]) ? text[k] : look_alike(text[k]));
  }
  atom.look_alike = alike;
  if (!alike) {
    const std::uint32_t last = chunk.first_token + chunk.tokens;
    atom.glued_left = i > chunk.first_token && !is_label(tokens[i - 1]);
    atom.glued_right = end < last && !is_label(tokens[end]) && tokens[end].meaning != Concept::connector;
  }
  atom.count = static_cast<std::uint16_t>(digits.size() - atom.digits > 0xffff ? 0xffff : digits.size() - atom.digits);
  return end;
}

// A number that begins with a look-alike letter.
std::uint32_t Numbers::read_look_alike(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  const Chunk& chunk = tokens.chunks[tokens[i].chunk];
  // "card is4111…": the word, not 1 and 5.
  if (i != chunk.first_token || tokens[i].meaning == Concept::copula || !is_look_alike(text, chunk)) return i + 1;
  add(text, tokens, i, i + chunk.tokens);
  Atom& atom = atoms.back();
  for (std::uint32_t k = atom.begin; k < atom.end; ++k) {
    digits.push_back(is_digit(text[k]) ? text[k] : look_alike(text[k]));
  }
  atom.count = static_cast<std::uint16_t>(chunk.size());
  atom.look_alike = true;
  return i + chunk.tokens;
}

namespace {

struct Said {
  char digits[6];
  std::uint16_t count;
  std::uint32_t end;  // token behind it
};

// "eleven", "forty one", "forty-one".
Said two_digits_said(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  int value = tokens[i].parameter;
  std::uint32_t end = i + 1;
  while (end < tokens.size() && tokens[end].meaning == Concept::continued) ++end;
  if (tokens[i].meaning == Concept::tens) {
    std::uint32_t next = end;
    if (next < tokens.size() && (tokens[next].meaning == Concept::connector ||
                                 (tokens[next].kind == Kind::mark && text[tokens[next].begin] == '-')))
      ++next;
    const bool is_digit_next =
        next < tokens.size() && tokens[next].meaning == Concept::digit && tokens[next].gap <= Gap::wide;
    if (is_digit_next && tokens[next].parameter != 0) {
      value += tokens[next].parameter;
      end = next + 1;
    }
  }
  return {{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)}, 2, end};
}

// "double four", "triple 4".
Said repeated_digit(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  const std::uint32_t next = i + 1;
  if (next >= tokens.size() || tokens[next].gap > Gap::wide) return {{}, 0, next};
  char digit = 0;
  if (tokens[next].meaning == Concept::digit) digit = static_cast<char>('0' + tokens[next].parameter);
  if (tokens[next].kind == Kind::number && tokens[next].size() == 1) digit = text[tokens[next].begin];
  if (digit == 0) return {{}, 0, next};
  Said said{{}, tokens[i].parameter, next + 1};
  for (int k = 0; k < said.count; ++k) said.digits[k] = digit;
  return said;
}

// Nothing (no digits) if the word is no number.
Said number_said(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  const Token& token = tokens[i];
  switch (token.meaning) {
    case Concept::digit:
      if (stands_alone(tokens, i)) return {{}, 0, i + 1};
      return {{static_cast<char>('0' + token.parameter)}, 1, i + 1};
    case Concept::number:
    case Concept::tens:
      return two_digits_said(text, tokens, i);
    case Concept::repeat:
      if (i + 1 < tokens.size() && tokens[i + 1].gap <= Gap::wide) return repeated_digit(text, tokens, i);
      [[fallthrough]];
    default:
      if (!is_all_o(text, token)) return {{}, 0, i + 1};
      Said said{{}, static_cast<std::uint16_t>(token.size()), i + 1};
      for (int k = 0; k < said.count; ++k) said.digits[k] = '0';
      return said;
  }
}

}  // namespace

std::uint32_t Numbers::read_words(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  if (tokens.chunks[tokens[i].chunk].tokens > 1 && tokens[i].meaning != Concept::digit)
    return read_look_alike(text, tokens, i);
  const Said said = number_said(text, tokens, i);
  if (said.count == 0) return i + 1;
  add(text, tokens, i, said.end);
  Atom& atom = atoms.back();
  atom.count = said.count;
  atom.spelt = true;
  digits.append(said.digits, said.count);
  return said.end;
}

void Numbers::join(const Folded& text, const Tokens& tokens) {
  for (std::size_t i = 1; i < atoms.size(); ++i) {
    Atom& atom = atoms[i];
    const Atom& before = atoms[i - 1];
    atom.join = join_of(text, tokens, before, atom);
    bool spaced = false;
    for (std::uint32_t k = before.end_token; k <= atom.first_token; ++k) {
      if (tokens[k].gap >= Gap::line) atom.line = true;
      if (tokens[k].gap != Gap::none) spaced = true;
    }
    atom.tight = !spaced;
    // Two words of digits that touch ("one1") are not seen; two runs in one chunk have letters between.
  }
}

}  // namespace cloister::detect
