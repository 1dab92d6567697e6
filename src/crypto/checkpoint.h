// Checkpoints of the key log (C2SP tlog-checkpoint, https://c2sp.org/tlog-checkpoint) and the cosignatures of
// witnesses on them (C2SP tlog-cosignature, version 1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/fixed.h"
#include "base/result.h"
#include "crypto/signed_note.h"

namespace cloister::crypto {

/// Most extension lines of a checkpoint; a bound of ours.
inline constexpr std::size_t kCheckpointMaxExtensions = 16;

struct Checkpoint {
  /// Names the log for ever; no white space at its ends, no line feed.
  std::string origin;
  std::uint64_t size = 0;
  Hash root;
  /// Opaque lines, not empty, without line feed.
  std::vector<std::string> extensions;
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The text of a note: origin, decimal size, base64 root, extensions, each a line.
std::string format_checkpoint(const Checkpoint& checkpoint);
/// `malformed` for anything that `format_checkpoint` would not have written.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// Formats and signs: the key's name in the note is the origin, as tlog-checkpoint asks.
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const Ed25519KeyPair& log_key);
/// Parses, verifies the log's signature and that the origin is the key's name.
Result<Checkpoint> open_checkpoint(std::string_view note, const NoteKey& log_key);

/// Adds a witness's cosignature made at `now` (whole seconds go in).
Status cosign_note(SignedNote& note, std::string_view witness, const Ed25519KeyPair& key, TimeMs now);
/// When the witness saw the checkpoint; `bad_signature` unless it cosigned it. `witness.type` is
/// `cosignature`.
Result<TimeMs> verify_cosignature(const SignedNote& note, const NoteKey& witness);

}  // namespace cloister::crypto
