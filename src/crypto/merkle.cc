#include "crypto/merkle.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "crypto/sha256.h"

namespace cloister::crypto {
namespace {

constexpr std::uint8_t kLeafPrefix = 0x00;  // RFC 6962 section 2.1
constexpr std::uint8_t kNodePrefix = 0x01;

/// The largest power of two below `size`; `size` is at least 2.
std::uint64_t split(std::uint64_t size) { return std::bit_floor(size - 1); }

}  // namespace

Hash merkle_leaf(ByteView leaf) { return sha256({{&kLeafPrefix, 1}, leaf}); }
Hash merkle_node(const Hash& left, const Hash& right) { return sha256({{&kNodePrefix, 1}, left, right}); }
Hash merkle_empty_root() { return sha256(ByteView{}); }

void MerkleTree::append(const Hash& leaf_hash) {
  if (size() >= kMerkleMaxSize) std::abort();
  Hash hash = leaf_hash;
  for (std::size_t level = 0;; ++level) {
    if (levels_.size() == level) levels_.emplace_back();
    std::vector<Hash>& nodes = levels_[level];
    nodes.push_back(hash);
    if (nodes.size() % 2 != 0) return;
    hash = merkle_node(nodes[nodes.size() - 2], nodes.back());
  }
}

Hash MerkleTree::subtree_root(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t size = end - begin;
  // Every recursion splits at a power of two, so a subtree whose size is one is aligned and was kept.
  if (std::has_single_bit(size)) {
    const auto level = static_cast<std::size_t>(std::countr_zero(size));
    return levels_[level][begin >> level];
  }
  const std::uint64_t left = split(size);
  return merkle_node(subtree_root(begin, begin + left), subtree_root(begin + left, end));
}

Hash MerkleTree::root() const { return size() == 0 ? merkle_empty_root() : subtree_root(0, size()); }

Result<Hash> MerkleTree::root_at(std::uint64_t size) const {
  if (size > this->size()) return fail(ErrorCode::malformed, "tree is smaller");
  return size == 0 ? merkle_empty_root() : subtree_root(0, size);
}

Result<MerkleProof> MerkleTree::inclusion_proof(std::uint64_t index, std::uint64_t size) const {
  if (size > this->size() || index >= size) return fail(ErrorCode::malformed, "leaf is not in the tree");
  MerkleProof proof;
  // PATH of RFC 6962 section 2.1.1, from the root down.
  for (std::uint64_t begin = 0, end = size; end - begin > 1;) {
    const std::uint64_t middle = begin + split(end - begin);
    if (index < middle) {
      proof.push_back(subtree_root(middle, end));
      end = middle;
    } else {
      proof.push_back(subtree_root(begin, middle));
      begin = middle;
    }
  }
  std::ranges::reverse(proof);
  return proof;
}

Result<MerkleProof> MerkleTree::consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const {
  if (new_size > size() || old_size > new_size) return fail(ErrorCode::malformed, "tree is smaller");
  MerkleProof proof;
  if (old_size == 0 || old_size == new_size) return proof;
  // SUBPROOF of RFC 6962 section 2.1.2, from the root down: `old_size` always ends inside [begin, end).
  std::uint64_t begin = 0;
  std::uint64_t end = new_size;
  while (old_size != end) {
    const std::uint64_t middle = begin + split(end - begin);
    if (old_size <= middle) {
      proof.push_back(subtree_root(middle, end));
      end = middle;
    } else {
      proof.push_back(subtree_root(begin, middle));
      begin = middle;
    }
  }
  // The verifier knows the root of the old tree if that is what is left; otherwise it must be told.
  if (begin != 0) proof.push_back(subtree_root(begin, end));
  std::ranges::reverse(proof);
  return proof;
}

std::span<const Hash> MerkleTree::level(std::size_t level) const {
  return level < levels_.size() ? std::span<const Hash>(levels_[level]) : std::span<const Hash>();
}

Status verify_inclusion(const Hash& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                        const Hash& root) {
  if (index >= size || size > kMerkleMaxSize || proof.size() > kMerkleMaxProof)
    return fail(ErrorCode::bad_chain, "inclusion: range");
  std::uint64_t fn = index;  // names of RFC 9162 section 2.1.3.2
  std::uint64_t sn = size - 1;
  Hash hash = leaf_hash;
  for (const Hash& node : proof) {
    if (sn == 0) return fail(ErrorCode::bad_chain, "inclusion: too long");
    if (fn % 2 == 1 || fn == sn) {
      hash = merkle_node(node, hash);
      while (fn % 2 == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      hash = merkle_node(hash, node);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || hash != root) return fail(ErrorCode::bad_chain, "inclusion");
  return {};
}

Status verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                          std::span<const Hash> proof) {
  if (old_size > new_size || new_size > kMerkleMaxSize || proof.size() > kMerkleMaxProof)
    return fail(ErrorCode::bad_chain, "consistency: range");
  if (old_size == 0 || old_size == new_size) {
    const Hash expected = old_size == new_size ? new_root : merkle_empty_root();
    const bool empty_tree_lies = new_size == 0 && new_root != merkle_empty_root();
    if (!proof.empty() || old_root != expected || empty_tree_lies) return fail(ErrorCode::bad_chain, "consistency");
    return {};
  }
  std::uint64_t fn = old_size - 1;  // names of RFC 9162 section 2.1.4.2
  std::uint64_t sn = new_size - 1;
  while (fn % 2 == 1) fn >>= 1, sn >>= 1;
  // A power of two: the proof leaves out the root of the old tree, which is where it starts.
  std::size_t next = 0;
  if (!std::has_single_bit(old_size)) next = 1;
  if (proof.size() < next) return fail(ErrorCode::bad_chain, "consistency: too short");
  Hash fr = next == 1 ? proof[0] : old_root;
  Hash sr = fr;
  for (const Hash& node : proof.subspan(next)) {
    if (sn == 0) return fail(ErrorCode::bad_chain, "consistency: too long");
    if (fn % 2 == 1 || fn == sn) {
      fr = merkle_node(node, fr);
      sr = merkle_node(node, sr);
      while (fn % 2 == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      sr = merkle_node(sr, node);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || fr != old_root || sr != new_root) return fail(ErrorCode::bad_chain, "consistency");
  return {};
}

}  // namespace cloister::crypto
