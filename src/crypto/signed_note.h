// Signed notes (C2SP signed-note, https://c2sp.org/signed-note): short texts with signatures beneath,
// readable by people and by the tools of transparency logs. Checkpoints of the key log are written this way
// (checkpoint.h).
//
//   text lines\n
//   \n
//   — name base64(key id ‖ signature)\n
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fixed.h"
#include "base/result.h"
#include "crypto/ed25519.h"

namespace cloister::crypto {

/// Limits of ours: the text of a note, one name, the signatures beneath it, and one signature in bytes.
inline constexpr std::size_t kNoteMaxSize = 64 * 1024;
inline constexpr std::size_t kNoteMaxName = 256;
inline constexpr std::size_t kNoteMaxSignatures = 32;
inline constexpr std::size_t kNoteMaxSignatureSize = 4096;

/// Signature types (C2SP signed-note, "Signature types").
enum class NoteKeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

struct NoteSignature {
  std::string name;
  /// First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key): a hint, not a proof.
  std::uint32_t key_id = 0;
  /// What follows the key id; its form depends on the key's type.
  Bytes signature;
  friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

struct SignedNote {
  /// Ends with a line feed, which is part of what is signed.
  std::string text;
  std::vector<NoteSignature> signatures;
  friend bool operator==(const SignedNote&, const SignedNote&) = default;
};

/// Name and public key of somebody who signs notes.
struct NoteKey {
  std::string name;
  SignKey key;
  NoteKeyType type = NoteKeyType::ed25519;
  std::uint32_t id() const;
  /// The form in which keys are handed around: name+hex id+base64(type ‖ key).
  std::string text() const;
  /// `malformed` for another form, a wrong id or another type; `weak_key` for a key that Ed25519 refuses.
  static Result<NoteKey> parse(std::string_view text);
};

/// A name may hold neither white space nor `+`, is valid UTF-8 and not empty.
bool is_note_name(std::string_view name);

/// Parses strictly; signatures are not verified. `malformed` otherwise, and beyond the limits above.
Result<SignedNote> parse_signed_note(std::string_view note);
std::string format_signed_note(const SignedNote& note);

/// Adds an Ed25519 signature in the name `name`. `malformed` for a text or name that a note cannot hold.
Status sign_note(SignedNote& note, std::string_view name, const Ed25519KeyPair& key);

/// `bad_signature` unless the note carries a signature of `key` and it is right. A note with a wrong
/// signature under the name and id of `key` is refused even if a right one follows. Signatures of others are
/// ignored. Only for Ed25519 keys; `verify_cosignature` (checkpoint.h) is for witnesses.
Status verify_note(const SignedNote& note, const NoteKey& key);

}  // namespace cloister::crypto
