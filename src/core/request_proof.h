// Whether a request was made by the holder of its session's key, now, and for the first time
// (docs/protocol.md section 5). Not thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "core/network_limits.h"
#include "core/network_quota.h"
#include "crypto/keyed_hash.h"
#include "protocol/proofs.h"
#include "protocol/signatures.h"

namespace cloister::core {

/// Proofs remembered, all in all and of one session. Both are far above what people and honest clients do in
/// the two minutes that a proof can live.
inline constexpr std::size_t kMaxRememberedProofs = 500'000;
inline constexpr std::size_t kMaxRememberedProofsPerSession = 2'000;
/// Of one customer's session: a browser makes some few requests, but for a burst when it comes back to its
/// conversations.
inline constexpr std::size_t kMaxRememberedProofsPerVisitor = 300;
/// One place in so many is for staff alone.
inline constexpr std::size_t kStaffShareOfProofs = 10;

struct ReplayLimits {
  std::size_t all = kMaxRememberedProofs;
  std::size_t per_staff_session = kMaxRememberedProofsPerSession;
  std::size_t per_visitor_session = kMaxRememberedProofsPerVisitor;
  /// 0: no limit.
  std::size_t per_network = NetworkLimits{}.proofs;
};

/// Whose place a proof takes.
struct ProofOwner {
  SessionId session;
  /// Where the request came from, for customers' sessions. None: staff, who count by session alone.
  std::optional<Network> visitor_from;
};

/// The random bytes of proofs that were accepted and could still come again.
class ReplayCache {
 public:
  explicit ReplayCache(RandomSource& random, const ReplayLimits& limits = {});

  /// `replayed` if this session has used the nonce, `limit_reached` when there is no room for it or its network.
  /// `time_ms` is the proof's and within the window around `now`.
  Status remember(const ProofOwner& owner, const protocol::ProofNonce& nonce, TimeMs time_ms, TimeMs now);
  std::size_t size() const { return size_; }

 private:
  /// 64 bits of a hash under a key of this process: nobody can make two that are the same, and two of half a million
  /// proofs are with a probability of 10^-8.
  using Tag = std::uint64_t;
  struct Seen {
    Tag session = 0;
    std::optional<Network> visitor_from;
  };
  /// Forgotten as a whole, once none of its proofs could be accepted any more.
  struct Bucket {
    TimeMs start_ms = 0;
    std::unordered_map<Tag, Seen> seen;
  };
  Tag tag_of(std::string_view purpose, ByteView value) const;
  void forget(TimeMs now);
  void forget(const Seen& seen);
  Bucket& bucket_of(TimeMs time_ms);
  Status make_room(const ProofOwner& owner, Tag session);

  crypto::KeyedHash key_;
  ReplayLimits limits_;
  std::size_t size_ = 0;
  std::deque<Bucket> buckets_;
  std::unordered_map<Tag, std::uint32_t> per_session_;
  /// Of customers' sessions.
  NetworkPot visitors_;
};

/// The request as it came. Borrows.
struct ProvenRequest {
  std::string_view method;
  /// With the query, exactly as on the request line.
  std::string_view path;
  /// SHA-256 of the body, empty or not.
  Hash body_hash;
};

/// `clock_skew`, `bad_proof`, `replayed` or `limit_reached`. Only a proof with a right signature is
/// remembered, so that outsiders can neither fill the cache nor burn somebody's random bytes.
Status verify_request_proof(const protocol::RequestProof& proof, const ProofOwner& owner, const SignKey& key,
                            const ProvenRequest& request, TimeMs now, ReplayCache& cache,
                            const protocol::SignatureChecker& signatures = protocol::real_signatures());

}  // namespace cloister::core
