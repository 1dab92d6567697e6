#include "crypto/checkpoint.h"

#include <charconv>

#include "crypto/merkle.h"

namespace cloister::crypto {
namespace {

/// Takes a line, without its line feed, from the front.
bool take_line(std::string_view& rest, std::string_view& line) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return false;
  line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return true;
}

/// Decimal without leading zeros.
bool parse_size(std::string_view text, std::uint64_t& out) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && out <= kMerkleMaxSize;
}

/// What a witness signs (C2SP tlog-cosignature, "Format").
std::string cosigned_text(std::uint64_t time_s, std::string_view note_text) {
  return "cosignature/v1\ntime " + std::to_string(time_s) + "\n" + std::string(note_text);
}

constexpr std::size_t kCosignatureSize = 8 + Signature::kSize;  // time in seconds, big endian; Ed25519

}  // namespace

std::string format_checkpoint(const Checkpoint& checkpoint) {
  std::string out =
      checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root) + "\n";
  for (const std::string& extension : checkpoint.extensions) out.append(extension).append("\n");
  return out;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Checkpoint out;
  std::string_view origin;
  std::string_view size;
  std::string_view root;
  if (!take_line(text, origin) || !take_line(text, size) || !take_line(text, root))
    return fail(ErrorCode::malformed, "checkpoint: lines missing");
  const auto root_bytes = from_base64(root);
  const auto hash = root_bytes ? Hash::from(*root_bytes) : std::nullopt;
  if (!is_note_name(origin) || !parse_size(size, out.size) || !hash)
    return fail(ErrorCode::malformed, "checkpoint: origin, size or root");
  out.origin = origin;
  out.root = *hash;
  while (!text.empty()) {
    std::string_view line;
    if (!take_line(text, line) || line.empty() || out.extensions.size() == kCheckpointMaxExtensions)
      return fail(ErrorCode::malformed, "checkpoint: extensions");
    out.extensions.emplace_back(line);
  }
  return out;
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const Ed25519KeyPair& log_key) {
  SignedNote note{format_checkpoint(checkpoint), {}};
  CLOISTER_CHECK(parse_checkpoint(note.text));
  CLOISTER_CHECK(sign_note(note, checkpoint.origin, log_key));
  return format_signed_note(note);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const NoteKey& log_key) {
  CLOISTER_TRY(const SignedNote parsed, parse_signed_note(note));
  CLOISTER_CHECK(verify_note(parsed, log_key));
  CLOISTER_TRY(Checkpoint checkpoint, parse_checkpoint(parsed.text));
  if (checkpoint.origin != log_key.name) return fail(ErrorCode::bad_signature, "checkpoint of another log");
  return checkpoint;
}

Status cosign_note(SignedNote& note, std::string_view witness, const Ed25519KeyPair& key, TimeMs now) {
  if (now < 0 || !is_note_name(witness) || note.signatures.size() >= kNoteMaxSignatures)
    return fail(ErrorCode::malformed, "note cannot hold this");
  CLOISTER_CHECK(parse_checkpoint(note.text));
  const auto time_s = static_cast<std::uint64_t>(now / kSecondMs);
  Bytes body;
  for (int shift = 56; shift >= 0; shift -= 8) body.push_back(static_cast<std::uint8_t>(time_s >> shift));
  append(body, key.sign(as_bytes(cosigned_text(time_s, note.text))));
  const NoteKey public_key{std::string(witness), key.public_key(), NoteKeyType::cosignature};
  note.signatures.push_back({std::string(witness), public_key.id(), std::move(body)});
  return {};
}

Result<TimeMs> verify_cosignature(const SignedNote& note, const NoteKey& witness) {
  constexpr std::uint64_t latest_s = std::uint64_t{1} << 50;  // keeps milliseconds far from overflow
  if (witness.type != NoteKeyType::cosignature) return fail(ErrorCode::bad_signature, "note key of another type");
  const std::uint32_t id = witness.id();
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != witness.name || signature.key_id != id) continue;
    if (signature.signature.size() != kCosignatureSize) return fail(ErrorCode::bad_signature, "cosignature: size");
    std::uint64_t time_s = 0;
    for (std::size_t i = 0; i < 8; ++i) time_s = time_s << 8 | signature.signature[i];
    const auto bytes = Signature::from(ByteView(signature.signature).subspan(8));
    if (time_s > latest_s) return fail(ErrorCode::bad_signature, "cosignature: time");
    CLOISTER_CHECK(ed25519_verify(witness.key, as_bytes(cosigned_text(time_s, note.text)), *bytes));
    return static_cast<TimeMs>(time_s) * kSecondMs;
  }
  return fail(ErrorCode::bad_signature, "note: no cosignature of this witness");
}

}  // namespace cloister::crypto
