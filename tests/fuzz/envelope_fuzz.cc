// Binary frames of a conversation socket, and the messages and marks in them. The first byte is the frame type.
#include "fuzz/canonical.h"
#include "protocol/gen/wire.h"
#include "protocol/names.h"
#include "protocol/signatures.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  using namespace cloister::protocol;
  if (size == 0) return 0;
  const ByteView input{data + 1, size - 1};
  switch (static_cast<FrameType>(data[0])) {
    case FrameType::append:
      if (const auto append = decode<Append>(input)) {
        if (!equal(encode(*append), input)) __builtin_trap();
        const auto envelope = decode<Envelope>(append->body);
        if (!envelope) break;
        if (!equal(encode(*envelope), append->body)) __builtin_trap();
        // The key of all zeros is a weak one: it signs nothing.
        if (verify_signed(real_signatures(), *envelope, SiteId{}, ConversationId{}, SignKey{})) __builtin_trap();
      }
      break;
    case FrameType::mark:
      fuzz::decodes_canonically<Mark>(input);
      break;
    case FrameType::entry:
      fuzz::decodes_canonically<Entry>(input);
      break;
    case FrameType::ack:
      fuzz::decodes_canonically<Ack>(input);
      break;
    case FrameType::refused:
      fuzz::decodes_canonically<Refused>(input);
      break;
  }
  return 0;
}
