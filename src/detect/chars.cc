#include "detect/chars.h"

#include <algorithm>
#include <iterator>

namespace cloister::detect {
namespace {

// First code point of each run of ten decimal digits (Unicode 15, general category Nd), outside the special blocks.
constexpr std::uint16_t kZeros[] = {0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6,
                                    0x0c66, 0x0ce6, 0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090,
                                    0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
                                    0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0};

char decimal_digit(char32_t c) {
  if (c < 0x0660 || c > 0xabf9) return kDropped;
  const auto* after = std::upper_bound(std::begin(kZeros), std::end(kZeros), c);
  if (after == std::begin(kZeros)) return kDropped;
  const char32_t offset = c - after[-1];
  return offset < 10 ? static_cast<char>('0' + offset) : kDropped;
}

// Latin-1 Supplement and Latin Extended-A (U+00C0 to U+017F), each by its base letter.
constexpr std::string_view kLatin =
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYPsaaaaaaaceeeeiiiidnooooo/ouuuuypy"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
    "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(kLatin.size() == 0x180 - 0xc0);

// Cyrillic U+0410 to U+044F; '*' has no look-alike.
constexpr std::string_view kCyrillic = "A*B**E****K*MHO*PCTY*X**********a****e****k***o*pc*y*x**********";
// Greek U+0391 to U+03C9.
constexpr std::string_view kGreek = "AB**EZH*IK*MN*O*P**TY*X*********a*******ik**v*o*p***u*x**";

char look_alike(std::string_view table, char32_t offset) {
  if (offset >= table.size() || table[offset] == '*') return kOtherLetter;
  return table[offset];
}

// Letterlike and enclosed forms that come as alphabets of 26.
char alphabet(char32_t c) {
  if (c >= 0x1d400 && c <= 0x1d6a3) {
    const auto n = (c - 0x1d400) % 52;
    return static_cast<char>(n < 26 ? 'A' + n : 'a' + n - 26);
  }
  if (c >= 0x1d7ce && c <= 0x1d7ff) return static_cast<char>('0' + (c - 0x1d7ce) % 10);
  if (c >= 0x24b6 && c <= 0x24cf) return static_cast<char>('A' + (c - 0x24b6));
  if (c >= 0x24d0 && c <= 0x24e9) return static_cast<char>('a' + (c - 0x24d0));
  if (c >= 0x1f130 && c <= 0x1f189) return static_cast<char>('A' + (c - 0x1f130) % 32 % 26);
  if (c >= 0x1fbf0 && c <= 0x1fbf9) return static_cast<char>('0' + (c - 0x1fbf0));
  return kDropped;
}

char enclosed_digit(char32_t c) {
  if (c >= 0x2460 && c <= 0x2468) return static_cast<char>('1' + (c - 0x2460));
  if (c >= 0x2474 && c <= 0x247c) return static_cast<char>('1' + (c - 0x2474));
  if (c >= 0x2488 && c <= 0x2490) return static_cast<char>('1' + (c - 0x2488));
  if (c >= 0x24f5 && c <= 0x24fd) return static_cast<char>('1' + (c - 0x24f5));
  if (c >= 0x2776 && c <= 0x277e) return static_cast<char>('1' + (c - 0x2776));
  if (c >= 0x2780 && c <= 0x2788) return static_cast<char>('1' + (c - 0x2780));
  if (c >= 0x278a && c <= 0x2792) return static_cast<char>('1' + (c - 0x278a));
  if (c >= 0x1f101 && c <= 0x1f10a) return static_cast<char>('0' + (c - 0x1f101));
  if (c >= 0x2074 && c <= 0x2079) return static_cast<char>('4' + (c - 0x2074));
  if (c >= 0x2080 && c <= 0x2089) return static_cast<char>('0' + (c - 0x2080));
  switch (c) {
    case 0x24ea:
    case 0x24ff:
    case 0x2070:
    case 0x1f100:
    case 0x3007:
      return '0';
    case 0x00b9:
      return '1';
    case 0x00b2:
      return '2';
    case 0x00b3:
      return '3';
    default:
      return kDropped;
  }
}

bool is_invisible(char32_t c) {
  return c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
         (c >= 0x0300 && c <= 0x036f) || (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff || c == 0x3164 || c == 0xffa0 || (c >= 0xe0000 && c <= 0xe0fff);
}

char punctuation(char32_t c) {
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043 || c == 0xfe58 || c == 0xfe63 || c == 0x30fc)
    return '-';
  if (c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000) return ' ';
  if (c == 0x85 || c == 0x2028 || c == 0x2029) return '\n';
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032:
    case 0x2b9:
    case 0x2bc:
    case 0xb4:
      return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0xab:
    case 0xbb:
    case 0x2033:
      return '"';
    case 0xb7:
    case 0x2022:
    case 0x2024:
    case 0x2027:
    case 0x2219:
    case 0x22c5:
    case 0x3002:
    case 0x30fb:
    case 0xff61:
    case 0xff65:
    case 0x25cf:
    case 0x25e6:
      return '.';
    case 0x2044:
    case 0x2215:
    case 0x2571:
      return '/';
    case 0x60c:
    case 0x3001:
      return ',';
    case 0x2236:
    case 0xa789:
      return ':';
    case 0x2116:
      return '#';
    case 0x20ac:
    case 0xa3:
    case 0xa5:
    case 0x20b9:
    case 0xa2:
    case 0x20bd:
    case 0x20a9:
    case 0x20ba:
      return '$';
    case 0xd7:
    case 0x2715:
    case 0x2716:
      return 'x';
    case 0xa1:
    case 0xbf:
      return '!';
    default:
      return kDropped;
  }
}

char fold_wide(char32_t c) {
  if (c >= 0xff01 && c <= 0xff5e) return static_cast<char>(c - 0xfee0);
  if (const char digit = decimal_digit(c)) return digit;
  if (const char digit = enclosed_digit(c)) return digit;
  if (const char letter = alphabet(c)) return letter;
  if (const char mark = punctuation(c)) return mark;
  if (c == 0x2113) return 'l';
  if (c == 0x212a) return 'K';
  if (c >= 0x1e00 && c <= 0x1eff) return kOtherLetter;  // precomposed Vietnamese and the like: no labels of ours
  // Symbols, arrows, boxes, dingbats, emoji; everything else is taken for letters of some script.
  if ((c >= 0x2000 && c <= 0x2bff) || (c >= 0x3000 && c <= 0x303f) || (c >= 0xe000 && c <= 0xf8ff) ||
      (c >= 0x1f000 && c <= 0x1faff) || c >= 0xfffc)
    return kOtherSymbol;
  return kOtherLetter;
}

constexpr bool is_tail(unsigned char byte) { return (byte & 0xc0) == 0x80; }

}  // namespace

char fold(char32_t c) {
  if (c < 0x80) return static_cast<char>(c);
  if (c >= 0xc0 && c < 0x180) return c == 0xd7 ? 'x' : kLatin[c - 0xc0];
  if (is_invisible(c)) return kDropped;
  if (c < 0xc0) {
    if (const char mark = punctuation(c)) return mark;
    if (const char digit = enclosed_digit(c)) return digit;
    return c == 0xaa ? 'a' : c == 0xba ? 'o' : kOtherSymbol;
  }
  if (c >= 0x391 && c <= 0x3c9) return look_alike(kGreek, c - 0x391);
  if (c >= 0x410 && c <= 0x44f) return look_alike(kCyrillic, c - 0x410);
  if (c == 0x406 || c == 0x4c0) return 'I';
  if (c == 0x456) return 'i';
  if (c == 0x405) return 'S';
  if (c == 0x455) return 's';
  if (c == 0x408 || c == 0x458) return 'j';
  if (c == 0x218 || c == 0x219) return 's';
  if (c == 0x21a || c == 0x21b) return 't';
  return fold_wide(c);
}

Decoded decode(std::string_view text) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return {lead, 1};
  constexpr Decoded invalid{0xfffd, 1};
  if (lead >= 0xc2 && lead < 0xe0) {
    if (text.size() < 2 || !is_tail(at(1))) return invalid;
    return {static_cast<char32_t>((lead & 0x1f) << 6 | (at(1) & 0x3f)), 2};
  }
  if (lead >= 0xe0 && lead < 0xf0) {
    if (text.size() < 3 || !is_tail(at(1)) || !is_tail(at(2))) return invalid;
    const auto c = static_cast<char32_t>((lead & 0x0f) << 12 | (at(1) & 0x3f) << 6 | (at(2) & 0x3f));
    if (c < 0x800) return invalid;
    return {c >= 0xd800 && c < 0xe000 ? char32_t{0xfffd} : c, 3};
  }
  if (lead >= 0xf0 && lead < 0xf5) {
    if (text.size() < 4 || !is_tail(at(1)) || !is_tail(at(2)) || !is_tail(at(3))) return invalid;
    const auto c =
        static_cast<char32_t>((lead & 0x07) << 18 | (at(1) & 0x3f) << 12 | (at(2) & 0x3f) << 6 | (at(3) & 0x3f));
    return c < 0x10000 || c > 0x10ffff ? invalid : Decoded{c, 4};
  }
  return invalid;
}

}  // namespace cloister::detect
