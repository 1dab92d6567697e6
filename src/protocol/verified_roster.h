// What a client does with a key log before it believes it: replay from the pinned root, compare with the signed
// checkpoint (docs/protocol.md section 3). Pure.
#pragma once

#include <span>
#include <string_view>

#include "protocol/roster.h"

namespace cloister::protocol {

/// Replays further acts (encoded, as a page of the key log carries them) on a copy of `known`, which may be empty, and
/// compares with the checkpoint over all of them. What was known stays a prefix because acts are chained. Errors:
/// `wrong_root` when act 0 is not `root`, `malformed`, `bad_signature`, `bad_chain`, and the errors of
/// `SiteRoster::check`.
Result<SiteRoster> extend_roster(const SiteRoster& known, const Hash& root, std::span<const Bytes> acts,
                                 std::string_view checkpoint);
/// The same without the end: a page that is not the last has a checkpoint over more than it brings.
Result<SiteRoster> replay_page(const SiteRoster& known, const Hash& root, std::span<const Bytes> acts);
/// `bad_signature` unless the log key of the site signed the checkpoint, `bad_chain` unless it is over exactly these
/// acts.
Status check_checkpoint(const SiteRoster& roster, std::string_view checkpoint);

}  // namespace cloister::protocol
