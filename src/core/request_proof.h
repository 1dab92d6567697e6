// Whether a request was made by the holder of its session's key, now, and for the first time
// (docs/protocol.md section 5). Not thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "protocol/proofs.h"
#include "protocol/signatures.h"

namespace cloister::core {

/// Proofs remembered, all in all and of one session. Both are far above what people and honest clients do in
/// the two minutes that a proof can live.
inline constexpr std::size_t kMaxRememberedProofs = 500'000;
inline constexpr std::size_t kMaxRememberedProofsPerSession = 2'000;

/// The random bytes of proofs that were accepted and could still come again.
class ReplayCache {
 public:
  explicit ReplayCache(std::size_t max_total = kMaxRememberedProofs,
                       std::size_t max_per_session = kMaxRememberedProofsPerSession)
      : max_total_(max_total), max_per_session_(max_per_session) {}

  /// `replayed` if this session has used the nonce, `limit_reached` when there is no room. `time_ms` is the
  /// proof's and within the window around `now`.
  Status remember(const SessionId& session, const protocol::ProofNonce& nonce, TimeMs time_ms, TimeMs now);
  std::size_t size() const { return size_; }

 private:
  /// 64 bits of a hash: nobody can aim at the tag of a proof without knowing its session and its random bytes, and two
  /// of half a million proofs share one with a probability of 10^-8.
  using Tag = std::uint64_t;
  /// Forgotten as a whole, once none of its proofs could be accepted any more.
  struct Bucket {
    TimeMs start_ms = 0;
    /// With the tag of its session.
    std::unordered_map<Tag, Tag> seen;
  };
  void forget(TimeMs now);
  Bucket& bucket_of(TimeMs time_ms);

  std::size_t max_total_;
  std::size_t max_per_session_;
  std::size_t size_ = 0;
  std::deque<Bucket> buckets_;
  std::unordered_map<Tag, std::uint32_t> per_session_;
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
Status verify_request_proof(const protocol::RequestProof& proof, const SessionId& session, const SignKey& key,
                            const ProvenRequest& request, TimeMs now, ReplayCache& cache,
                            const protocol::SignatureChecker& signatures = protocol::real_signatures());

}  // namespace cloister::core
