// Neighbouring atoms that may be one number.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "detect/analysis.h"

namespace cloister::detect {

inline constexpr int kMostGroups = 24;
inline constexpr int kMostDigits = 24;

/// Lengths of groups as one number, four bits each; 15 and more count as 15.
struct Grouping {
  std::uint64_t packed = 0;
  int groups = 0;

  consteval Grouping(std::initializer_list<int> sizes) {
    for (const int size : sizes) add(size);
  }
  constexpr Grouping() = default;
  constexpr void add(int size) {
    packed = packed << 4 | static_cast<std::uint64_t>(size < 15 ? size : 15);
    ++groups;
  }
  bool operator==(const Grouping&) const = default;
};

class Window {
 public:
  /// Begins with one atom.
  Window(const Analysis& a, std::uint32_t atom);
  /// Takes the next atom in; false if none belongs or the window is full.
  bool extend();

  std::string_view digits() const { return {&a_.numbers.digits[first().digits], static_cast<std::size_t>(length_)}; }
  const char* data() const { return digits().data(); }
  int length() const { return length_; }
  int groups() const { return static_cast<int>(end_ - first_); }
  const std::uint8_t* sizes() const { return sizes_.data(); }
  /// Between group i - 1 and group i; the first is meaningless.
  const char* separators() const { return separators_.data(); }
  bool is_grouped(Grouping sizes) const { return grouping_ == sizes; }
  /// All separators the same (a single group is).
  bool is_uniform() const { return uniform_; }
  bool is_spelt() const { return spelt_; }
  bool has_line() const { return line_; }
  bool has_look_alikes() const { return look_alikes_; }
  bool has_folded() const { return folded_; }
  bool is_glued() const { return first().glued_left || last().glued_right; }
  bool joined_by_words() const { return by_words_; }

  const Atom& first() const { return a_.numbers.atoms[first_]; }
  const Atom& last() const { return a_.numbers.atoms[end_ - 1]; }
  std::uint32_t begin() const { return first().begin; }
  std::uint32_t end() const { return last().end; }
  /// What joins more digits before or after, kBreak if nothing.
  char join_before() const { return first().join; }
  char join_after() const { return after() != nullptr ? after()->join : kBreak; }
  /// More digits with a mark and no space between: "1.2345", "2024-17".
  bool tight_before() const { return first().join != kBreak && first().tight; }
  bool tight_after() const { return after() != nullptr && after()->join != kBreak && after()->tight; }
  const Atom* previous() const { return first_ > 0 ? &a_.numbers.atoms[first_ - 1] : nullptr; }
  const Atom* after() const { return end_ < a_.numbers.atoms.size() ? &a_.numbers.atoms[end_] : nullptr; }
  /// The digits belong to a longer row that is written alike.
  bool is_cut() const;
  /// Part of a name with letters, as "ORD-4111" or "4111-AB".
  bool has_name_part() const;

  Context context() const { return {a_.text, a_.tokens, first().first_token, last().end_token}; }
  const Analysis& analysis() const { return a_; }
  /// Notes how the digits were written.
  void note(Evidence& evidence) const;

 private:
  void take(const Atom& atom);

  const Analysis& a_;
  std::uint32_t first_;
  std::uint32_t end_;
  int length_ = 0;
  Grouping grouping_;
  std::array<std::uint8_t, kMostGroups> sizes_{};
  std::array<char, kMostGroups> separators_{};
  bool uniform_ = true;
  bool spelt_ = false;
  bool line_ = false;
  bool look_alikes_ = false;
  bool folded_ = false;
  bool by_words_ = false;
};

}  // namespace cloister::detect
