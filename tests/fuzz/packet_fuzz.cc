// What opens, assigns and closes a conversation, as outsiders hand it over. The first byte chooses the structure.
#include "fuzz/canonical.h"
#include "protocol/names.h"
#include "protocol/readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  using namespace cloister::protocol;
  if (size == 0) return 0;
  const ByteView input{data + 1, size - 1};
  switch (data[0] % 5) {
    case 0:
      if (const auto packet = decode<Packet>(input)) {
        if (!equal(encode(*packet), input)) __builtin_trap();
        // No list of readers is the empty one's, and a list with a foreign reader is nobody's.
        if (!packet->readers.empty() && check_readers(*packet, {})) __builtin_trap();
        if (packet_hash(*packet) == Hash{}) __builtin_trap();
      }
      break;
    case 1:
      fuzz::decodes_canonically<ConversationGenesis>(input);
      break;
    case 2:
      fuzz::decodes_canonically<SenderCert>(input);
      break;
    case 3:
      fuzz::decodes_canonically<Assign>(input);
      break;
    default:
      fuzz::decodes_canonically<Close>(input);
      break;
  }
  return 0;
}
