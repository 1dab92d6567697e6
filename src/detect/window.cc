#include "detect/window.h"

#include "detect/chars.h"

namespace cloister::detect {

Window::Window(const Analysis& a, std::uint32_t atom) : a_(a), first_(atom), end_(atom) { take(first()); }

void Window::take(const Atom& atom) {
  const auto group = static_cast<std::size_t>(groups());
  sizes_[group] = static_cast<std::uint8_t>(atom.count > 255 ? 255 : atom.count);
  grouping_.add(atom.count);
  separators_[group] = atom.join;
  if (group > 1 && separators_[group] != separators_[group - 1]) uniform_ = false;
  if (group > 0) {
    line_ = line_ || atom.line;
    by_words_ = by_words_ || atom.join == kByWord;
  }
  spelt_ = spelt_ || atom.spelt;
  look_alikes_ = look_alikes_ || atom.look_alike;
  folded_ = folded_ || atom.folded;
  length_ += atom.count;
  ++end_;
}

bool Window::extend() {
  const Atom* next = after();
  if (next == nullptr || next->join == kBreak || groups() == kMostGroups) return false;
  if (length_ + next->count > kMostDigits) return false;
  if (last().glued_right || next->glued_left) {
    // "4111x1111": single letters between digits are a way of hiding; longer ones make a name.
    if (next->join != kByWord) return false;
  }
  take(*next);
  return true;
}

bool Window::is_cut() const {
  if (groups() == 1) return tight_before() || tight_after();
  const char mine = separators_[1];
  const bool before = join_before() == mine && first().tight == last().tight && !first().line;
  const bool behind = join_after() == mine && after()->tight == last().tight && !after()->line;
  return before || behind || (tight_before() && mine != ' ') || (tight_after() && mine != ' ');
}

bool Window::has_name_part() const {
  const Folded& text = a_.text;
  const auto joins = [](char c) { return c == '-' || c == '_' || c == '/' || c == '#'; };
  if (begin() >= 1 && text[begin() - 1] == '#') return true;
  if (begin() >= 2 && joins(text[begin() - 1]) && is_letter(text[begin() - 2])) {
    const Token& word = a_.tokens[first().first_token - 2];
    if (word.meaning == Concept::none || word.meaning >= Concept::order) return true;
  }
  return end() + 1 < text.size() && joins(text[end()]) && is_letter(text[end() + 1]);
}

void Window::note(Evidence& evidence) const {
  evidence.length = static_cast<std::uint16_t>(length_);
  if (spelt_) evidence.add(Clue::spelt);
  if (look_alikes_ || folded_) evidence.add(Clue::look_alikes);
}

}  // namespace cloister::detect
