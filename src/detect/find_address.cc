// IP addresses (RFC 791, RFC 4291) that say where somebody is; not masks, loopback, public resolvers or versions.
#include <array>
#include <cstdint>

#include "detect/analysis.h"
#include "detect/chars.h"

namespace cloister::detect {
namespace {

using Octets = std::array<int, 4>;

int value_of(const Analysis& a, const Atom& atom) {
  if (atom.count > 3 || atom.count == 0) return -1;
  int value = 0;
  for (std::uint32_t i = 0; i < atom.count; ++i) value = value * 10 + a.numbers.digits[atom.digits + i] - '0';
  return atom.count > 1 && a.numbers.digits[atom.digits] == '0' ? -1 : value;
}

// A dot, "[.]", or the word.
bool is_dotted(const Analysis& a, const Atom& atom) {
  if (atom.join == '.') return true;
  if (atom.join == kByMarks && atom.tight && atom.first_token >= 2)
    return a.text[a.tokens[atom.first_token - 2].begin] == '.';
  return atom.join == kByWord && a.tokens[atom.first_token - 1].meaning == Concept::dot_word;
}

bool is_private(const Octets& o) {
  return o[0] == 10 || (o[0] == 192 && o[1] == 168) || (o[0] == 172 && o[1] >= 16 && o[1] < 32);
}

// Addresses that everybody has or knows.
bool says_nothing(const Octets& o) {
  if (o[0] == 0 || o[0] == 127 || o[0] >= 224) return true;
  if (o[0] == o[1] && o[1] == o[2] && o[2] == o[3]) return true;
  if ((o[0] == 8 && o[1] == 8) || (o[0] == 1 && o[1] == 0 && o[2] == 0 && o[3] == 1) || (o[0] == 9 && o[1] == 9))
    return true;
  return is_private(o) && (o[3] == 0 || o[3] == 255);
}
bool is_gateway(const Octets& o) { return is_private(o) && (o[3] == 1 || o[3] == 254); }
bool looks_like_version(const Octets& o) { return o[0] < 10 && o[1] < 40 && o[2] < 100; }

bool is_named(const Context& context) {
  const Context::Near* name = context.find(Concept::ip);
  return name != nullptr && name->parameter == 0 && name->distance <= 6 && context.distance(Concept::mine) <= 8;
}

void find_v4(Analysis& a, std::uint32_t index) {
  const auto& atoms = a.numbers.atoms;
  Octets octets{};
  bool spaced = false;
  for (std::uint32_t k = 0; k < 4; ++k) {
    const Atom& atom = atoms[index + k];
    if (k > 0 && !is_dotted(a, atom)) return;
    spaced = spaced || (k > 0 && atom.join == '.' && !atom.tight);
    octets[k] = value_of(a, atom);
    if (octets[k] < 0 || octets[k] > 255 || atom.glued_left || (atom.glued_right && k < 3)) return;
  }
  const Atom& first = atoms[index];
  const Atom& last = atoms[index + 3];
  if (first.tight && is_dotted(a, first) && first.join != kBreak) return;
  if (index + 4 < atoms.size() && atoms[index + 4].join != kBreak && atoms[index + 4].tight &&
      is_dotted(a, atoms[index + 4]))
    return;
  if (last.glued_right || says_nothing(octets)) return;
  const Folded& text = a.text;
  if (first.begin > 0 && (text[first.begin - 1] == '-' || text[first.begin - 1] == '_')) return;
  if (first.begin > 1 && text[first.begin - 1] == '/' && is_alnum(text[first.begin - 2])) return;
  const Context context(a.text, a.tokens, first.first_token, last.end_token);
  const int label = context.distance(Concept::ip);
  if (context.distance(Concept::version) < label && context.distance(Concept::version) <= 4) return;
  if (spaced && label > 4) return;
  // A private address says nothing of its own accord, and logs are full of them.
  if (is_private(octets) && !is_named(context)) return;
  if (label > 6 && (looks_like_version(octets) || is_gateway(octets))) return;
  // A network, not an address: 10.0.0.0/8.
  if (octets[3] == 0 && last.end < text.size() && text[last.end] == '/') return;
  Candidate& found = a.add(Type::ip_address, "IPV4", first.begin, last.end, label <= 6 ? 96 : 88);
  found.evidence.length = 4;
  found.evidence.add(Clue::format);
  if (label <= 6) found.evidence.add(Clue::label_before);
}

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Groups of hexadecimal digits between colons: 8, or fewer with one "::".
bool is_v6(std::string_view s) {
  int groups = 0;
  int digits = 0;
  int decimals = 0;
  bool gap = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == ':') {
      if (i + 1 < s.size() && s[i + 1] == ':') {
        if (gap || (i + 2 < s.size() && s[i + 2] == ':')) return false;
        gap = true;
        ++i;
      } else if (digits == 0 || i + 1 == s.size()) {
        return false;
      }
      digits = 0;
    } else {
      if (digits == 0) ++groups;
      if (++digits > 4) return false;
      decimals += is_digit(s[i]) ? 1 : 0;
    }
  }
  return gap ? groups >= 2 && groups <= 7 && decimals >= 2 && s.size() >= 6 : groups == 8;
}

bool is_eui64(std::string_view s) {
  if (s.size() != 23) return false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if ((s[i] == ':') != (i % 3 == 2)) return false;
  }
  return true;
}

void find_v6(Analysis& a, std::uint32_t& token) {
  std::uint32_t begin = a.tokens[token].begin;
  std::uint32_t end = begin;
  while (begin > 0 && (is_hex(a.text[begin - 1]) || a.text[begin - 1] == ':') && end - begin < 40) --begin;
  while (end < a.text.size() && (is_hex(a.text[end]) || a.text[end] == ':')) ++end;
  while (token + 1 < a.tokens.size() && a.tokens[token + 1].begin < end) ++token;
  if (end - begin > 45) return;
  while (end > begin + 2 && a.text[end - 1] == ':' && a.text[end - 2] != ':') --end;
  while (begin + 2 < end && a.text[begin] == ':' && a.text[begin + 1] != ':') ++begin;
  const auto touches = [&](std::uint32_t i) { return is_alnum(a.text[i]) || a.text[i] == '_' || a.text[i] == '-'; };
  if ((begin > 0 && touches(begin - 1)) || (end < a.text.size() && touches(end))) return;
  if (!is_v6(a.chars(begin, end))) return;
  // Of one link only (RFC 4291 section 2.5.6), or no address: eight groups of two digits are an EUI-64.
  if (a.is_at(begin, "fe80:") || is_eui64(a.chars(begin, end))) return;
  if (a.text[end - 1] == ':' && end < a.text.size() && a.text[end] == '/') return;  // a network
  Candidate& found = a.add(Type::ip_address, "IPV6", begin, end, 92);
  found.evidence.length = 8;
  found.evidence.add(Clue::format);
}

}  // namespace

void find_addresses(Analysis& a) {
  const auto& atoms = a.numbers.atoms;
  const bool dotted = a.tokens.has_mark('.') || a.mentions(Concept::dot_word);
  for (std::uint32_t i = 0; dotted && i + 4 <= atoms.size(); ++i) {
    if (atoms[i].count <= 3 && atoms[i + 1].count <= 3) find_v4(a, i);
  }
  for (std::uint32_t i = 0; a.tokens.has_mark(':') && i < a.tokens.size(); ++i) {
    if (a.tokens[i].kind == Kind::mark && a.text[a.tokens[i].begin] == ':') find_v6(a, i);
  }
}

}  // namespace cloister::detect
