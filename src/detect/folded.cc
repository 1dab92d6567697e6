#include "detect/folded.h"

#include <cstring>

#include "detect/chars.h"

namespace cloister::detect {
namespace {

constexpr char32_t kEmojiForm = 0xfe0f;
constexpr char32_t kKeycap = 0x20e3;

}  // namespace

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    if ((word & kHigh) != 0) return false;
  }
  for (; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 0x80) return false;
  }
  return true;
}

std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (i + 8 <= text.size() && is_ascii(text.substr(i, 8))) {
      i += 8;
      count += 8;
    } else {
      i += static_cast<unsigned char>(text[i]) < 0x80 ? 1 : decode(text.substr(i)).size;
      ++count;
    }
  }
  return count;
}

void Folded::assign(std::string_view original) {
  original_ = original;
  offsets_.clear();
  storage_.clear();
  if (is_ascii(original)) {
    chars_ = original;
    return;
  }
  storage_.reserve(original.size());
  offsets_.reserve(original.size());
  for (std::size_t i = 0; i < original.size();) {
    if (static_cast<unsigned char>(original[i]) < 0x80) {
      storage_.push_back(original[i]);
      offsets_.push_back(static_cast<std::uint32_t>(i++));
      continue;
    }
    const Decoded next = decode(original.substr(i));
    if (const char c = fold(next.code_point); c != kDropped || next.code_point == 0) {
      storage_.push_back(c);
      offsets_.push_back(static_cast<std::uint32_t>(i));
    }
    i += next.size;
  }
  chars_ = {storage_.data(), storage_.size()};
}

bool Folded::was_folded(std::uint32_t i) const {
  return !offsets_.empty() && static_cast<unsigned char>(original_[offsets_[i]]) >= 0x80;
}

std::uint32_t Folded::end_of(std::uint32_t i) const {
  if (offsets_.empty()) return i + 1;
  const std::uint32_t limit = i + 1 < offsets_.size() ? offsets_[i + 1] : static_cast<std::uint32_t>(original_.size());
  std::uint32_t end = offsets_[i] + decode(original_.substr(offsets_[i])).size;
  while (end < limit) {
    const Decoded next = decode(original_.substr(end));
    if (next.code_point != kEmojiForm && next.code_point != kKeycap) break;
    end += next.size;
  }
  return end;
}

}  // namespace cloister::detect
