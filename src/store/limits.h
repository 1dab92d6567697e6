// Limits of a store; each bounds memory or disk.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cloister::store {

struct StoreLimits {
  /// Operations waiting for the writer, and bytes of their bodies; more is `limit_reached`.
  std::size_t queued_operations = 65536;
  std::size_t queued_bytes = std::size_t{256} << 20;
  /// Operations and bytes of bodies in one commit: bounds the time others wait for it.
  std::size_t batch_operations = 1024;
  std::size_t batch_bytes = std::size_t{8} << 20;
  /// When a commit had so many operations, the next one waits so long for company (microseconds): the delay is far
  /// below what a person notices, and half the syncs are saved. Few writers never wait.
  std::size_t gather_from = 8;
  std::uint32_t gather_us = 2000;
  /// Marks and last-seen times waiting to be written.
  std::size_t coalesced = 262144;
  /// Data keys held in memory, open; the least recently used go first. About 250 bytes each.
  std::size_t cached_keys = 1024;
  /// Conversations whose number and last seq the writer remembers. About 100 bytes each.
  std::size_t cached_conversations = 1024;
  /// Reading connections; more readers than that wait for one another.
  std::size_t readers = 4;
  /// Security events kept, of all sites together; the oldest go first.
  std::uint64_t audit_rows = 1'000'000;
  /// Entries that are on disk but not in the index there yet. Bounds memory (16 bytes each) and what a start looks at
  /// (some 60 MB); the more there are, the more of a conversation fits into one row of the index.
  std::size_t unindexed_entries = 65536;
  /// Conversations whose entries one commit brings into the index, at least: bounds the time others wait for it.
  std::size_t indexed_conversations = 128;
  /// Size of the write-ahead log at which it is copied into the database in the background.
  std::uint64_t checkpoint_bytes = std::uint64_t{8} << 20;
};

}  // namespace cloister::store
