// Signed notes come from logs, witnesses and peers. What parses must print as it came.
#include "crypto/checkpoint.h"
#include "crypto/signed_note.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  const std::string_view input = as_text({data, size});
  static const crypto::NoteKey key{"log.example", SignKey{}, crypto::NoteKeyType::ed25519};
  static const crypto::NoteKey witness{"log.example", SignKey{}, crypto::NoteKeyType::cosignature};
  if (const auto note = crypto::parse_signed_note(input)) {
    if (crypto::format_signed_note(*note) != input) __builtin_trap();
    if (crypto::verify_note(*note, key) || crypto::verify_cosignature(*note, witness)) __builtin_trap();
    if (const auto checkpoint = crypto::parse_checkpoint(note->text)) {
      if (crypto::format_checkpoint(*checkpoint) != note->text) __builtin_trap();
    }
  }
  if (const auto checkpoint = crypto::parse_checkpoint(input)) {
    if (crypto::format_checkpoint(*checkpoint) != input) __builtin_trap();
  }
  if (const auto parsed = crypto::NoteKey::parse(input)) {
    if (parsed->text() != input) __builtin_trap();
  }
  return 0;
}
