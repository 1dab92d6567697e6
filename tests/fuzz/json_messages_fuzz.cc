// JSON bodies and socket commands. The first byte chooses the message; what parses is written and parsed again, to the
// same value.
#include <string_view>

#include "base/bytes.h"
#include "protocol/gen/messages.h"

namespace {

using namespace cloister;
using namespace cloister::protocol;

template <class T>
void round_trip(std::string_view text) {
  const auto value = parse_json<T>(text);
  if (!value) return;
  const auto again = parse_json<T>(to_json(*value));
  if (!again || *again != *value) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text({data + 1, size - 1});
  static_cast<void>(message_tag(text));
  switch (data[0] % 22) {
    case 0:
      round_trip<VisitorStart>(text);
      break;
    case 1:
      round_trip<ConversationStart>(text);
      break;
    case 2:
      round_trip<Accept>(text);
      break;
    case 3:
      round_trip<TicketRequest>(text);
      break;
    case 4:
      round_trip<EnrolStart>(text);
      break;
    case 5:
      round_trip<EnrolGenesis>(text);
      break;
    case 6:
      round_trip<EnrolJoin>(text);
      break;
    case 7:
      round_trip<StaffSignIn>(text);
      break;
    case 8:
      round_trip<ActSubmit>(text);
      break;
    case 9:
      round_trip<Report>(text);
      break;
    case 10:
      round_trip<Empty>(text);
      break;
    case 11:
      round_trip<ProveConversation>(text);
      break;
    case 12:
      round_trip<ProveDesk>(text);
      break;
    case 13:
      round_trip<Typing>(text);
      break;
    case 14:
      round_trip<Active>(text);
      break;
    case 15:
      round_trip<Available>(text);
      break;
    case 16:
      round_trip<protocol::Roster>(text);
      break;
    case 17:
      round_trip<EntryList>(text);
      break;
    case 18:
      round_trip<ConversationList>(text);
      break;
    case 19:
      round_trip<Noticed>(text);
      break;
    case 20:
      round_trip<NoticedCounts>(text);
      break;
    default:
      round_trip<SiteInfo>(text);
      break;
  }
  return 0;
}
