#include "crypto/merkle.h"

#include <functional>

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

// The definitions of RFC 6962 section 2.1, word for word and as slow as they read: the oracle.

std::size_t largest_power_below(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

using Leaves = std::span<const Bytes>;

Hash naive_root(Leaves d) {
  if (d.empty()) return merkle_empty_root();
  if (d.size() == 1) return merkle_leaf(d[0]);
  const std::size_t k = largest_power_below(d.size());
  return merkle_node(naive_root(d.first(k)), naive_root(d.subspan(k)));
}

MerkleProof naive_path(std::size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const std::size_t k = largest_power_below(d.size());
  MerkleProof out = m < k ? naive_path(m, d.first(k)) : naive_path(m - k, d.subspan(k));
  out.push_back(m < k ? naive_root(d.subspan(k)) : naive_root(d.first(k)));
  return out;
}

MerkleProof naive_subproof(std::size_t m, Leaves d, bool known) {
  if (m == d.size()) return known ? MerkleProof{} : MerkleProof{naive_root(d)};
  const std::size_t k = largest_power_below(d.size());
  MerkleProof out = m <= k ? naive_subproof(m, d.first(k), known) : naive_subproof(m - k, d.subspan(k), false);
  out.push_back(m <= k ? naive_root(d.subspan(k)) : naive_root(d.first(k)));
  return out;
}

std::vector<Bytes> some_leaves(std::size_t count) {
  std::vector<Bytes> out;
  TestRandom random(count);
  for (std::size_t i = 0; i < count; ++i) {
    Bytes leaf(i % 7);
    random.fill(leaf);
    leaf.push_back(static_cast<std::uint8_t>(i));
    out.push_back(std::move(leaf));
  }
  return out;
}

MerkleTree grown(Leaves leaves) {
  MerkleTree tree;
  for (const Bytes& leaf : leaves) tree.append(merkle_leaf(leaf));
  return tree;
}

// The tree of certificate-transparency's own tests (google/certificate-transparency, merkletree/merkle_tree_test.cc),
// used by every implementation since.
const std::vector<Bytes>& ct_leaves() {
  static const std::vector<Bytes> leaves = {hex(""),
                                            hex("00"),
                                            hex("10"),
                                            hex("2021"),
                                            hex("3031"),
                                            hex("40414243"),
                                            hex("5051525354555657"),
                                            hex("606162636465666768696a6b6c6d6e6f")};
  return leaves;
}

TEST(Merkle, PublishedRoots) {
  constexpr std::string_view roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  };
  const MerkleTree tree = grown(ct_leaves());
  for (std::size_t size = 0; size <= 8; ++size) {
    EXPECT_EQ(to_hex(*tree.root_at(size)), roots[size]) << size;
    EXPECT_EQ(to_hex(grown(Leaves(ct_leaves()).first(size)).root()), roots[size]) << size;
  }
}

TEST(Merkle, PublishedInclusionProofs) {
  const MerkleTree tree = grown(ct_leaves());
  const auto proof = [&](std::uint64_t index, std::uint64_t size) {
    std::vector<std::string> out;
    for (const Hash& node : *tree.inclusion_proof(index, size)) out.push_back(to_hex(node));
    return out;
  };
  using Nodes = std::vector<std::string>;
  EXPECT_EQ(proof(0, 1), Nodes{});
  EXPECT_EQ(proof(0, 8), (Nodes{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(proof(5, 8), (Nodes{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(proof(2, 3), (Nodes{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}));
}

TEST(Merkle, PublishedConsistencyProofs) {
  const MerkleTree tree = grown(ct_leaves());
  const auto proof = [&](std::uint64_t from, std::uint64_t to) {
    std::vector<std::string> out;
    for (const Hash& node : *tree.consistency_proof(from, to)) out.push_back(to_hex(node));
    return out;
  };
  using Nodes = std::vector<std::string>;
  EXPECT_EQ(proof(1, 1), Nodes{});
  EXPECT_EQ(proof(1, 8), (Nodes{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(proof(6, 8), (Nodes{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(proof(2, 5), (Nodes{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}));
}

TEST(Merkle, AgreesWithTheDefinition) {
  constexpr std::size_t most = 70;
  const auto leaves = some_leaves(most);
  const MerkleTree tree = grown(leaves);
  for (std::size_t size = 0; size <= most; ++size) {
    const Leaves d = Leaves(leaves).first(size);
    const Hash root = naive_root(d);
    ASSERT_EQ(*tree.root_at(size), root);
    for (std::size_t i = 0; i < size; ++i) {
      const auto proof = tree.inclusion_proof(i, size);
      ASSERT_TRUE(works(proof));
      ASSERT_EQ(*proof, naive_path(i, d)) << i << " of " << size;
      ASSERT_TRUE(works(verify_inclusion(merkle_leaf(d[i]), i, size, *proof, root))) << i << " of " << size;
    }
    for (std::size_t old = 0; old <= size; ++old) {
      const auto proof = tree.consistency_proof(old, size);
      ASSERT_TRUE(works(proof));
      if (old > 0) {
        ASSERT_EQ(*proof, naive_subproof(old, d, true)) << old << " to " << size;
      }
      ASSERT_TRUE(works(verify_consistency(old, *tree.root_at(old), size, root, *proof))) << old << " to " << size;
    }
  }
}

/// Calls `check` with the proof spoilt in every way that keeps it a list of hashes.
void for_each_spoilt(const MerkleProof& proof, const std::function<void(const MerkleProof&, std::string)>& check) {
  for (std::size_t i = 0; i < proof.size(); ++i) {
    MerkleProof other = proof;
    other[i].value[i % 32] ^= 1;
    check(other, "changed " + std::to_string(i));
    other = proof;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    check(other, "without " + std::to_string(i));
    if (i > 0) {
      other = proof;
      std::swap(other[i], other[i - 1]);
      check(other, "swapped " + std::to_string(i));
    }
  }
  for (std::size_t i = 0; i <= proof.size(); ++i) {
    MerkleProof other = proof;
    other.insert(other.begin() + static_cast<std::ptrdiff_t>(i), proof.empty() ? merkle_empty_root() : proof.front());
    check(other, "with one more at " + std::to_string(i));
  }
}

TEST(Merkle, SpoiltInclusionProofsAreRefused) {
  constexpr std::size_t most = 20;
  const auto leaves = some_leaves(most);
  const MerkleTree tree = grown(leaves);
  for (std::size_t size = 1; size <= most; ++size) {
    const Hash root = *tree.root_at(size);
    for (std::size_t i = 0; i < size; ++i) {
      const Hash leaf = merkle_leaf(leaves[i]);
      const MerkleProof proof = *tree.inclusion_proof(i, size);
      for_each_spoilt(proof, [&](const MerkleProof& bad, const std::string& how) {
        EXPECT_TRUE(fails_with(verify_inclusion(leaf, i, size, bad, root), ErrorCode::bad_chain))
            << how << ": " << i << " of " << size;
      });
      for (std::size_t other = 0; other < size; ++other) {
        if (other != i) {
          EXPECT_FALSE(verify_inclusion(leaf, other, size, proof, root)) << i << " as " << other;
        }
      }
      EXPECT_FALSE(verify_inclusion(merkle_leaf(as_bytes("other")), i, size, proof, root));
      EXPECT_FALSE(verify_inclusion(leaf, i, size, proof, merkle_empty_root()));
      EXPECT_FALSE(verify_inclusion(leaf, size, size, proof, root));
      EXPECT_FALSE(verify_inclusion(leaf, i, 0, proof, root));
    }
  }
}

TEST(Merkle, SpoiltConsistencyProofsAreRefused) {
  constexpr std::size_t most = 20;
  const auto leaves = some_leaves(most);
  const MerkleTree tree = grown(leaves);
  for (std::size_t size = 1; size <= most; ++size) {
    const Hash root = *tree.root_at(size);
    for (std::size_t old = 1; old <= size; ++old) {
      const Hash old_root = *tree.root_at(old);
      const MerkleProof proof = *tree.consistency_proof(old, size);
      for_each_spoilt(proof, [&](const MerkleProof& bad, const std::string& how) {
        EXPECT_TRUE(fails_with(verify_consistency(old, old_root, size, root, bad), ErrorCode::bad_chain))
            << how << ": " << old << " to " << size;
      });
      Hash wrong = old_root;
      wrong.value[0] ^= 1;
      EXPECT_FALSE(verify_consistency(old, wrong, size, root, proof));
      wrong = root;
      wrong.value[31] ^= 1;
      EXPECT_FALSE(verify_consistency(old, old_root, size, wrong, proof));
      if (old < size) {
        EXPECT_FALSE(verify_consistency(size, root, old, old_root, proof));
      }
    }
  }
  EXPECT_FALSE(verify_consistency(0, tree.root(), most, tree.root(), {})) << "the empty tree has one root";
  EXPECT_FALSE(verify_consistency(0, tree.root(), 0, tree.root(), {}));
}

TEST(Merkle, SizesCannotBeLiedAbout) {
  constexpr std::size_t most = 20;
  const auto leaves = some_leaves(most);
  const MerkleTree tree = grown(leaves);
  for (std::size_t size = 1; size <= most; ++size) {
    const Hash root = *tree.root_at(size);
    for (std::size_t i = 0; i < size; ++i) {
      const MerkleProof proof = *tree.inclusion_proof(i, size);
      EXPECT_FALSE(verify_inclusion(merkle_leaf(leaves[i]), i, 2 * size, proof, root)) << i << " of " << size;
    }
    for (std::size_t old = 1; old < size; ++old) {
      const MerkleProof proof = *tree.consistency_proof(old, size);
      EXPECT_FALSE(verify_consistency(old, *tree.root_at(old), 2 * size, root, proof)) << old << " to " << size;
    }
  }
  // Proofs that go on above the root that the claimed size has room for.
  EXPECT_FALSE(verify_inclusion(merkle_leaf(leaves[1]), 0, 1, *tree.inclusion_proof(1, 2), *tree.root_at(2)));
  EXPECT_FALSE(verify_consistency(3, *tree.root_at(7), 4, *tree.root_at(8), *tree.consistency_proof(7, 8)));
}

TEST(Merkle, OtherBranchIsNotConsistent) {
  auto leaves = some_leaves(33);
  const MerkleTree honest = grown(leaves);
  leaves[5] = to_bytes(as_bytes("rewritten"));
  const MerkleTree forged = grown(leaves);
  EXPECT_FALSE(verify_consistency(20, *honest.root_at(20), 33, forged.root(), *forged.consistency_proof(20, 33)));
}

TEST(Merkle, OutOfRange) {
  const MerkleTree tree = grown(ct_leaves());
  EXPECT_TRUE(fails_with(tree.root_at(9), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(tree.inclusion_proof(8, 8), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(tree.inclusion_proof(0, 9), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(tree.inclusion_proof(0, 0), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(tree.consistency_proof(3, 2), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(tree.consistency_proof(3, 9), ErrorCode::malformed));
  const MerkleProof too_long(kMerkleMaxProof + 1);
  EXPECT_FALSE(verify_inclusion(Hash{}, 0, kMerkleMaxSize, too_long, Hash{}));
  EXPECT_FALSE(verify_consistency(1, Hash{}, kMerkleMaxSize, Hash{}, too_long));
  EXPECT_FALSE(verify_inclusion(Hash{}, 0, ~std::uint64_t{0}, {}, Hash{}));
}

TEST(Merkle, LevelsAreTheCompleteSubtrees) {
  const MerkleTree tree = grown(ct_leaves());
  ASSERT_EQ(tree.level(0).size(), 8U);
  ASSERT_EQ(tree.level(3).size(), 1U);
  EXPECT_EQ(tree.level(3)[0], tree.root());
  EXPECT_EQ(tree.level(1)[2], merkle_node(tree.level(0)[4], tree.level(0)[5]));
  EXPECT_TRUE(tree.level(4).empty());
  EXPECT_TRUE(MerkleTree().level(0).empty());
  EXPECT_EQ(MerkleTree().root(), merkle_empty_root());
}

}  // namespace
}  // namespace cloister::crypto
