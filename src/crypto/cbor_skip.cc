#include "crypto/cbor_skip.h"

namespace cloister::crypto {
namespace {

// Major types, RFC 8949 section 3.1.
enum Major : unsigned { unsigned_number, negative_number, byte_string, text_string, array, map, tag, simple };

struct Head {
  unsigned major;
  std::uint64_t argument;
};

/// Steps over items; `failed` once something is not as it must be.
class Skipper {
 public:
  explicit Skipper(ByteView data) : rest_(data) {}

  bool item(int depth) {
    Head head{};
    if (depth > kMaxCborDepth || !take_head(head)) return false;
    switch (head.major) {
      case unsigned_number:
      case negative_number:
        return true;
      case byte_string:
      case text_string:
        return take(head.argument);
      case array:
        return items(head.argument, depth);
      case map:
        return head.argument <= rest_.size() / 2 && items(2 * head.argument, depth);
      case simple:
        return head.argument >= 20 && head.argument <= 22;  // false, true, null; the rest and floats are longer or more
      default:
        return false;
    }
  }

  std::size_t left() const { return rest_.size(); }

 private:
  /// Each item takes at least a byte, so more items than bytes cannot be.
  bool items(std::uint64_t count, int depth) {
    if (count > rest_.size()) return false;
    for (std::uint64_t i = 0; i < count; ++i)
      if (!item(depth + 1)) return false;
    return true;
  }

  bool take(std::uint64_t size) {
    if (size > rest_.size()) return false;
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return true;
  }

  bool take_head(Head& out) {
    if (rest_.empty()) return false;
    const unsigned first = rest_[0];
    rest_ = rest_.subspan(1);
    out.major = first >> 5;
    out.argument = first & 31;
    if (out.argument < 24) return true;
    if (out.argument > 27) return false;  // reserved values and indefinite lengths
    const std::size_t size = std::size_t{1} << (out.argument - 24);
    if (rest_.size() < size) return false;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | rest_[i];
    rest_ = rest_.subspan(size);
    out.argument = value;
    return is_shortest(value, size);
  }

  static bool is_shortest(std::uint64_t value, std::size_t size) {
    return size == 1 ? value >= 24 : value >> (size * 4) != 0;
  }

  ByteView rest_;
};

}  // namespace

Result<std::size_t> skip_cbor_map(ByteView data) {
  Skipper skipper(data);
  if (data.empty() || data[0] >> 5 != map || !skipper.item(1)) return fail(ErrorCode::malformed, "CBOR map");
  return data.size() - skipper.left();
}

}  // namespace cloister::crypto
