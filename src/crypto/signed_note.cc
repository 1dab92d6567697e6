#include "crypto/signed_note.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "crypto/sha256.h"

namespace cloister::crypto {
namespace {

constexpr std::string_view kSignatureStart = "\u2014 ";  // em dash, space
constexpr std::size_t kKeyIdSize = 4;

/// Characters with the Unicode property White_Space (PropList.txt) beyond the control characters.
constexpr std::array<std::string_view, 20> kSpaces = {
    " ",      "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
    "\u2006", "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

bool has_space(std::string_view text) {
  return std::ranges::any_of(kSpaces, [&](std::string_view space) { return text.contains(space); });
}

std::array<std::uint8_t, kKeyIdSize> id_bytes(std::uint32_t id) {
  return {static_cast<std::uint8_t>(id >> 24), static_cast<std::uint8_t>(id >> 16), static_cast<std::uint8_t>(id >> 8),
          static_cast<std::uint8_t>(id)};
}

std::uint32_t read_id(ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 |
         std::uint32_t{bytes[3]};
}

/// Signed text: not empty, lines that end, UTF-8, no control characters but line feeds.
bool is_note_text(std::string_view text) {
  if (text.empty() || text.size() > kNoteMaxSize || text.back() != '\n' || !is_valid_utf8(text)) return false;
  return std::ranges::none_of(text, [](char c) { return static_cast<std::uint8_t>(c) < 0x20 && c != '\n'; });
}

Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kSignatureStart)) return fail(ErrorCode::malformed, "note: signature line");
  line.remove_prefix(kSignatureStart.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_note_name(line.substr(0, space)))
    return fail(ErrorCode::malformed, "note: name of a signature");
  const std::string_view encoded = line.substr(space + 1);
  if (encoded.size() > kNoteMaxSignatureSize * 2) return fail(ErrorCode::malformed, "note: signature too long");
  const auto bytes = from_base64(encoded);
  if (!bytes || bytes->size() <= kKeyIdSize || bytes->size() > kKeyIdSize + kNoteMaxSignatureSize)
    return fail(ErrorCode::malformed, "note: signature");
  return NoteSignature{std::string(line.substr(0, space)), read_id(*bytes),
                       to_bytes(ByteView(*bytes).subspan(kKeyIdSize))};
}

}  // namespace

std::uint32_t NoteKey::id() const {
  const std::uint8_t separator_and_type[2] = {'\n', static_cast<std::uint8_t>(type)};
  return read_id(sha256({as_bytes(name), separator_and_type, key}));
}

std::string NoteKey::text() const {
  Bytes typed = {static_cast<std::uint8_t>(type)};
  append(typed, key);
  return name + "+" + to_hex(id_bytes(id())) + "+" + to_base64(typed);
}

Result<NoteKey> NoteKey::parse(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || text.size() > 2 * kNoteMaxName)
    return fail(ErrorCode::malformed, "note key: form");
  const auto typed = from_base64(text.substr(second + 1));
  if (!typed || typed->size() != 1 + SignKey::kSize) return fail(ErrorCode::malformed, "note key: size");
  NoteKey out;
  out.name = text.substr(0, first);
  out.type = static_cast<NoteKeyType>(typed->front());
  if (out.type != NoteKeyType::ed25519 && out.type != NoteKeyType::cosignature)
    return fail(ErrorCode::malformed, "note key: type");
  CLOISTER_TRY(const auto key, Ed25519PublicKey::parse(ByteView(*typed).subspan(1)));
  out.key = key.bytes();
  if (!is_note_name(out.name) || out.text() != text) return fail(ErrorCode::malformed, "note key: name or id");
  return out;
}

bool is_note_name(std::string_view name) {
  return !name.empty() && name.size() <= kNoteMaxName && is_valid_utf8(name) && !has_space(name) &&
         std::ranges::none_of(name, [](char c) { return c == '+' || static_cast<std::uint8_t>(c) < 0x20; });
}

Result<SignedNote> parse_signed_note(std::string_view note) {
  // The last empty line parts text and signatures: the text itself may hold empty lines.
  constexpr std::size_t limit = kNoteMaxSize + kNoteMaxSignatures * 2 * (kNoteMaxSignatureSize + kNoteMaxName);
  const std::size_t split = note.rfind("\n\n");
  if (note.size() > limit || split == std::string_view::npos) return fail(ErrorCode::malformed, "note: form");
  SignedNote out;
  out.text = note.substr(0, split + 1);
  if (!is_note_text(out.text)) return fail(ErrorCode::malformed, "note: text");
  std::string_view rest = note.substr(split + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos || out.signatures.size() == kNoteMaxSignatures)
      return fail(ErrorCode::malformed, "note: signatures");
    CLOISTER_TRY(auto signature, parse_signature_line(rest.substr(0, end)));
    out.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  if (out.signatures.empty()) return fail(ErrorCode::malformed, "note: no signature");
  return out;
}

std::string format_signed_note(const SignedNote& note) {
  std::string out = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    Bytes bytes = to_bytes(id_bytes(signature.key_id));
    append(bytes, signature.signature);
    out.append(kSignatureStart).append(signature.name).append(" ").append(to_base64(bytes)).append("\n");
  }
  return out;
}

Status sign_note(SignedNote& note, std::string_view name, const Ed25519KeyPair& key) {
  if (!is_note_text(note.text) || !is_note_name(name) || note.signatures.size() >= kNoteMaxSignatures)
    return fail(ErrorCode::malformed, "note cannot hold this");
  const NoteKey public_key{std::string(name), key.public_key()};
  note.signatures.push_back({std::string(name), public_key.id(), to_bytes(key.sign(as_bytes(note.text)))});
  return {};
}

Status verify_note(const SignedNote& note, const NoteKey& key) {
  if (key.type != NoteKeyType::ed25519) return fail(ErrorCode::bad_signature, "note key of another type");
  const std::uint32_t id = key.id();
  bool verified = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name || signature.key_id != id) continue;
    const auto bytes = Signature::from(signature.signature);
    if (!bytes) return fail(ErrorCode::bad_signature, "note: size of a signature");
    CLOISTER_CHECK(ed25519_verify(key.key, as_bytes(note.text), *bytes));
    verified = true;
  }
  if (!verified) return fail(ErrorCode::bad_signature, "note: not signed by this key");
  return {};
}

}  // namespace cloister::crypto
