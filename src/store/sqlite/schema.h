// The tables, and how a database of an older version becomes one of today's. docs/storage.md says what each is for.
#pragma once

#include "base/result.h"
#include "store/sqlite/connection.h"

namespace cloister::store::sqlite {

/// Both files carry one (PRAGMA application_id), so that a file of somebody else, or the wrong one of ours, is refused.
inline constexpr std::int64_t kDataApplicationId = 0x436c7344;  // "ClsD"
inline constexpr std::int64_t kKeysApplicationId = 0x436c734b;  // "ClsK"

/// An entry's place within its conversation takes this many low bits of a composite key; so does an act's within its
/// site. Both have a limit well below (protocol::kMaxEntries, kMaxActs).
inline constexpr int kSeqBits = 20;
inline constexpr std::int64_t kSeqMask = (std::int64_t{1} << kSeqBits) - 1;

inline constexpr std::int64_t composite_key(std::int64_t owner, std::uint64_t seq) {
  return (owner << kSeqBits) | static_cast<std::int64_t>(seq);
}

/// Creates the tables or applies the missing migrations, one transaction each. `storage_failed` for a database that is
/// not ours or is newer than this program.
Status migrate_data(Connection& connection);
Status migrate_keys(Connection& connection);

}  // namespace cloister::store::sqlite
