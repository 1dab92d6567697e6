// From an operation in the clear to what the writer puts on disk, and back for what is read.
#pragma once

#include <memory>
#include <vector>

#include "store/operations.h"
#include "store/sealing.h"

namespace cloister::store::sqlite {

/// An operation whose bodies, names and secrets were sealed in place.
struct SealedOperation {
  Operation operation;
  /// Keys that must be in the vault before this is committed.
  std::vector<std::shared_ptr<SubjectKey>> keys;
  /// Of what is bound to be large.
  std::size_t size_bytes = 0;
};

/// Checks the limits of records.h and seals. `too_large`, `malformed` (no entries), `not_found` (the conversation has
/// no key), `storage_failed`, `decryption_failed`.
Result<SealedOperation> seal_operation(Operation operation, Sealing& sealing);

// The opposite, for what was read. `decryption_failed` when it is not what was sealed for this place.
Result<Bytes> open_body(const SubjectKey& key, std::uint64_t seq, protocol::EntryKind kind, ByteView sealed);
Result<std::string> open_name(const SubjectKey& key, ByteView sealed);
Result<Secret> open_lock_share(const SubjectKey& key, const DeviceId& device, ByteView sealed);
Result<Secret> open_log_key_seed(const SubjectKey& key, ByteView sealed);

}  // namespace cloister::store::sqlite
