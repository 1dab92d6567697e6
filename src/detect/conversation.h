// Several messages of one sender: halves of a number, a label in one message and its value in the next, whatever others
// say between.
//
//   Conversation mine;
//   mine.preview(draft);  // while typing: changes nothing
//   mine.add(message);    // when sent
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detect/scanner.h"

namespace cloister::detect {

/// How much of what was said before is kept, at most.
inline constexpr std::size_t kKeptMessages = 8;
inline constexpr std::size_t kKeptBytes = 1024;

/// Not shared between threads. Holds the end of the sender's last messages in plain text; forget() overwrites it.
class Conversation {
 public:
  /// A part of a finding that lies in one message.
  struct Piece {
    std::uint64_t message;  // messages are counted from 0
    std::uint32_t start;    // bytes in that message
    std::uint32_t end;
  };
  struct Found {
    Finding finding;  // offsets in what is kept, joined by '\n'
    std::vector<Piece> pieces;
  };

  Conversation() = default;
  ~Conversation() { forget(); }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  /// Findings that touch the new message, and earlier parts that it completes. Valid until the next call.
  std::span<const Found> add(std::string_view message);
  /// The same for a message that is not sent yet.
  std::span<const Found> preview(std::string_view draft);
  /// The number that add() will give to the next message.
  std::uint64_t next_message() const { return next_; }
  void forget();

 private:
  struct Kept {
    std::uint64_t message;
    std::uint32_t skipped;  // bytes of its beginning that are not kept
    std::string text;
  };

  void keep(std::string_view message);
  void collect(std::string_view joined, std::size_t start);
  std::vector<Piece> pieces_of(const Finding& finding, std::size_t start, std::size_t size) const;

  Scanner scanner_;
  std::vector<Kept> kept_;
  std::uint64_t next_ = 0;
  std::vector<Found> found_;
};

}  // namespace cloister::detect
