#include "protocol/verified_roster.h"

#include "crypto/signed_note.h"

namespace cloister::protocol {

Result<SiteRoster> replay_page(const SiteRoster& known, const Hash& root, std::span<const Bytes> acts) {
  SiteRoster roster = known;
  for (const Bytes& bytes : acts) {
    CLOISTER_TRY(const Act act, decode<Act>(bytes));
    CLOISTER_CHECK(roster.append(act));
    if (roster.root()->fingerprint != root) return fail(ErrorCode::wrong_root);
  }
  return roster;
}

Status check_checkpoint(const SiteRoster& roster, std::string_view checkpoint) {
  if (!roster.root()) return fail(ErrorCode::not_ready);
  const crypto::NoteKey log{.name = SiteRoster::log_origin(roster.site()), .key = roster.root()->log_key};
  CLOISTER_TRY(const crypto::Checkpoint signed_head, crypto::open_checkpoint(checkpoint, log));
  const crypto::Checkpoint head = roster.checkpoint();
  if (signed_head.size != head.size || signed_head.root != head.root)
    return fail(ErrorCode::bad_chain, "checkpoint is over another log");
  return {};
}

Result<SiteRoster> extend_roster(const SiteRoster& known, const Hash& root, std::span<const Bytes> acts,
                                 std::string_view checkpoint) {
  CLOISTER_TRY(SiteRoster roster, replay_page(known, root, acts));
  CLOISTER_CHECK(check_checkpoint(roster, checkpoint));
  return roster;
}

}  // namespace cloister::protocol
