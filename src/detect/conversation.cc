#include "detect/conversation.h"

#include <algorithm>

namespace cloister::detect {
namespace {

// The end of a text, at most so many bytes, beginning with a code point.
std::string_view tail_of(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  text.remove_prefix(text.size() - bytes);
  while (!text.empty() && (static_cast<unsigned char>(text[0]) & 0xc0) == 0x80) text.remove_prefix(1);
  return text;
}

void wipe(std::string& text) {
  volatile char* bytes = text.data();
  for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = 0;
}

}  // namespace

std::span<const Conversation::Found> Conversation::preview(std::string_view draft) {
  std::string joined;
  for (const Kept& kept : kept_) {
    joined += kept.text;
    joined += '\n';
  }
  const std::size_t start = joined.size();
  joined += draft;
  collect(joined, start);
  wipe(joined);
  return found_;
}

std::span<const Conversation::Found> Conversation::add(std::string_view message) {
  preview(message);
  keep(message);
  return found_;
}

void Conversation::collect(std::string_view joined, std::size_t start) {
  found_.clear();
  const auto findings = scanner_.scan(joined);
  const auto touches = [&](const Finding& finding) { return finding.end > start; };
  for (const Finding& finding : findings) {
    const bool completed =
        finding.evidence.has(Clue::parts) && std::any_of(findings.begin(), findings.end(), [&](const Finding& other) {
          return touches(other) && other.type == finding.type && other.evidence.has(Clue::parts);
        });
    if (touches(finding) || completed) found_.push_back({finding, pieces_of(finding, start, joined.size())});
  }
}

std::vector<Conversation::Piece> Conversation::pieces_of(const Finding& finding, std::size_t start,
                                                         std::size_t size) const {
  std::vector<Piece> pieces;
  const auto add_piece = [&](std::uint64_t message, std::size_t begin, std::size_t end, std::size_t skipped) {
    const std::size_t from = std::max<std::size_t>(finding.start, begin);
    const std::size_t to = std::min<std::size_t>(finding.end, end);
    if (from >= to) return;
    pieces.push_back({message, static_cast<std::uint32_t>(from - begin + skipped),
                      static_cast<std::uint32_t>(to - begin + skipped)});
  };
  std::size_t begin = 0;
  for (const Kept& kept : kept_) {
    add_piece(kept.message, begin, begin + kept.text.size(), kept.skipped);
    begin += kept.text.size() + 1;
  }
  add_piece(next_, start, size, 0);
  return pieces;
}

void Conversation::keep(std::string_view message) {
  const std::string_view tail = tail_of(message, kKeptBytes);
  kept_.push_back({next_++, static_cast<std::uint32_t>(message.size() - tail.size()), std::string(tail)});
  std::size_t bytes = 0;
  for (const Kept& kept : kept_) bytes += kept.text.size();
  while (kept_.size() > kKeptMessages || (bytes > kKeptBytes && kept_.size() > 1)) {
    bytes -= kept_.front().text.size();
    wipe(kept_.front().text);
    kept_.erase(kept_.begin());
  }
}

void Conversation::forget() {
  for (Kept& kept : kept_) wipe(kept.text);
  kept_.clear();
  found_.clear();
}

}  // namespace cloister::detect
