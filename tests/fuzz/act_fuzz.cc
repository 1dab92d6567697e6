// Acts as outsiders hand them over: decoded, with the body that their kind names, and offered to an empty roster, which
// takes nothing that is not signed.
#include "fuzz/canonical.h"
#include "protocol/names.h"
#include "protocol/roster.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  using namespace cloister::protocol;
  const auto act = decode<Act>({data, size});
  if (!act) return 0;
  if (!equal(encode(*act), {data, size})) __builtin_trap();
  const ByteView body = act->body;
  switch (act->kind) {
    case 1:
      fuzz::decodes_canonically<GenesisBody>(body);
      break;
    case 2:
      fuzz::decodes_canonically<InviteBody>(body);
      break;
    case 3:
      fuzz::decodes_canonically<JoinBody>(body);
      break;
    case 4:
      fuzz::decodes_canonically<AddDeviceBody>(body);
      break;
    case 5:
      fuzz::decodes_canonically<RevokeDeviceBody>(body);
      break;
    case 6:
      fuzz::decodes_canonically<RemovePersonBody>(body);
      break;
    case 7:
      fuzz::decodes_canonically<TeamKeyBody>(body);
      break;
    case 8:
      fuzz::decodes_canonically<WithdrawBody>(body);
      break;
    default:
      break;
  }
  const SiteRoster empty(act->site);
  const auto checked = empty.check(*act);
  if (checked && (act->kind != 1 || checked->hash() != act_hash(*act))) __builtin_trap();
  return 0;
}
