// The append-only Merkle tree of RFC 6962 section 2.1 (the same hashes as RFC 9162 section 2.1 and C2SP
// tlog-tiles): the key log.
//
// Sizes and indexes count leaves. Proof nodes go from the leaf's side to the root's, as RFC 6962 lists them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/fixed.h"
#include "base/result.h"

namespace cloister::crypto {

/// Most leaves in a tree. A bound of ours: keeps all arithmetic far from overflow.
inline constexpr std::uint64_t kMerkleMaxSize = std::uint64_t{1} << 48;
/// Longest proof that can be valid at `kMerkleMaxSize` (consistency: one node more than the height).
inline constexpr std::size_t kMerkleMaxProof = 49;

using MerkleProof = std::vector<Hash>;

/// H(0x00 ‖ leaf).
Hash merkle_leaf(ByteView leaf);
/// H(0x01 ‖ left ‖ right).
Hash merkle_node(const Hash& left, const Hash& right);
/// Root of the tree without leaves: H().
Hash merkle_empty_root();

/// Keeps the hash of every complete subtree: 64 bytes a leaf. Append costs one hash on average; root and
/// proofs O(log n). Not thread safe for writing; const calls may run together.
class MerkleTree {
 public:
  /// Takes `merkle_leaf(...)` of the entry. Going over `kMerkleMaxSize` ends the process.
  void append(const Hash& leaf_hash);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_.front().size(); }

  Hash root() const;
  /// Root of the first `size` leaves; `malformed` when there are fewer.
  Result<Hash> root_at(std::uint64_t size) const;
  /// Proof that leaf `index` is in the tree of the first `size` leaves; `malformed` when out of range.
  Result<MerkleProof> inclusion_proof(std::uint64_t index, std::uint64_t size) const;
  /// Proof that the tree of `old_size` leaves is a prefix of that of `new_size`; empty when they are equal or
  /// `old_size` is 0; `malformed` when out of range.
  Result<MerkleProof> consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const;

  /// Hashes of the complete subtrees of 2^level leaves, from the left: what tlog-tiles are cut from. Empty
  /// for a level that does not exist. Valid until the next `append`.
  std::span<const Hash> level(std::size_t level) const;

 private:
  Hash subtree_root(std::uint64_t begin, std::uint64_t end) const;
  std::vector<std::vector<Hash>> levels_;
};

/// `bad_chain` unless `proof` shows that `leaf_hash` is leaf `index` of the tree of `size` leaves with root
/// `root` (RFC 9162 section 2.1.3.2). Thread safe.
Status verify_inclusion(const Hash& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                        const Hash& root);

/// `bad_chain` unless `proof` shows that the tree of `old_size` leaves with root `old_root` is a prefix of
/// the one of `new_size` leaves with root `new_root` (RFC 9162 section 2.1.4.2). The empty tree is a prefix
/// of every tree, with an empty proof. Thread safe.
Status verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                          std::span<const Hash> proof);

}  // namespace cloister::crypto
