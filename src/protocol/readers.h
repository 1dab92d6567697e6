// Who may read an epoch of a conversation: the one function that says so (docs/protocol.md section 4). Pure.
#pragma once

#include <compare>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/roster.h"

namespace cloister::protocol {

/// Who else can read what an agent has accepted, so that a sick colleague or a lost laptop loses no case.
enum class Continuity : std::uint8_t { nobody, supervisors, team };
/// As SiteInfo and the configuration write it.
std::string_view name_of(Continuity continuity);
std::optional<Continuity> continuity_from(std::string_view name);

/// What decides about the readers.
struct ReaderScope {
  DeviceId customer_device;
  /// Nobody while the conversation waits.
  std::optional<PersonId> assigned;
  Continuity continuity = Continuity::supervisors;
};

struct AllowedReader {
  ReaderKind kind = ReaderKind::customer_device;
  Hash id;
  /// To which the epoch secret is sealed; all zero for the customer's device, whose record is in the genesis
  /// entry.
  KemKey kem_key;
  friend bool operator==(const AllowedReader&, const AllowedReader&) = default;
};

/// Exactly the allowed readers as of `tree_size`, sorted by kind, then id, as a packet lists them.
/// `not_ready` when a team has no key, `revoked` when the assigned person has no device at that size,
/// `malformed` beyond the end.
Result<std::vector<AllowedReader>> allowed_readers(const SiteRoster& roster, std::uint64_t tree_size,
                                                   const ReaderScope& scope);

/// `wrong_reader` unless the packet lists exactly these, in order, each with a sealed secret of the one right
/// size.
Status check_readers(const Packet& packet, const std::vector<AllowedReader>& allowed);

}  // namespace cloister::protocol
