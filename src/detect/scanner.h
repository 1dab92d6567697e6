// The sensitive-data engine: finds in a text what should not be in a chat.
//
//   Scanner scanner;
//   for (const Finding& finding : scanner.scan(draft)) …
//
// Work and memory are linear in the text, whatever it holds. A scanner keeps its memory from text to text and is not
// shared between threads.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "detect/finding.h"
#include "detect/list.h"

namespace cloister::detect {

struct Analysis;

/// Longer texts are read in pieces of this many bytes, so that memory stays bounded; a piece overlaps the next.
inline constexpr std::size_t kPieceBytes = 64 * 1024;

enum class Effort : std::uint8_t {
  quick,     // skips texts that a first look finds empty
  thorough,  // never does: for comparing
};

class Scanner {
 public:
  explicit Scanner(Effort effort = Effort::quick);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  /// Findings in the order of the text, without overlaps, valid until the next call. `text` is UTF-8, of at most
  /// 4 GiB; bytes that are not are taken for symbols. Several messages of one sender are one text joined by '\n'.
  std::span<const Finding> scan(std::string_view text);

 private:
  void scan_lines(std::string_view text);
  void scan_stretch(std::string_view text, std::size_t begin, std::size_t end, std::size_t from);
  void scan_piece(std::string_view piece);
  void take(std::size_t base, std::size_t from, std::size_t until);
  void count_code_points(std::string_view text);

  Effort effort_;
  std::unique_ptr<Analysis> analysis_;
  List<Finding> findings_;
};

}  // namespace cloister::detect
