#include "core/request_proof.h"

#include <algorithm>
#include <cstring>

#include "crypto/sha256.h"

namespace cloister::core {
namespace {

using protocol::kProofWindowMs;

/// Proofs are forgotten by the bucket, this much too late at most.
constexpr DurationMs kBucketMs = 10 * kSecondMs;

std::uint64_t tag_of(std::initializer_list<ByteView> parts) {
  const Hash hash = crypto::sha256(parts);
  std::uint64_t tag = 0;
  std::memcpy(&tag, hash.value.data(), sizeof tag);
  return tag;
}

TimeMs start_of(TimeMs time_ms) { return time_ms - time_ms % kBucketMs; }

}  // namespace

void ReplayCache::forget(TimeMs now) {
  // A proof made at t is accepted until t + window.
  while (!buckets_.empty() && buckets_.front().start_ms + kBucketMs + kProofWindowMs < now) {
    for (const auto& [proof, session] : buckets_.front().seen)
      if (const auto count = per_session_.find(session); count != per_session_.end() && --count->second == 0)
        per_session_.erase(count);
    size_ -= buckets_.front().seen.size();
    buckets_.pop_front();
  }
}

ReplayCache::Bucket& ReplayCache::bucket_of(TimeMs time_ms) {
  const TimeMs start = start_of(time_ms);
  const auto place = std::ranges::lower_bound(buckets_, start, {}, &Bucket::start_ms);
  if (place != buckets_.end() && place->start_ms == start) return *place;
  return *buckets_.insert(place, Bucket{start, {}});
}

Status ReplayCache::remember(const SessionId& session, const protocol::ProofNonce& nonce, TimeMs time_ms, TimeMs now) {
  forget(now);
  const Tag of_session = tag_of({session.view()});
  const Tag proof = tag_of({session.view(), nonce});
  // Also in the other buckets: the time is the client's to choose, so one nonce could come with two times.
  for (const Bucket& bucket : buckets_)
    if (bucket.seen.contains(proof)) return fail(ErrorCode::replayed);
  if (size_ >= max_total_) return fail(ErrorCode::limit_reached, "remembered proofs");
  std::uint32_t& count = per_session_[of_session];
  if (count >= max_per_session_) return fail(ErrorCode::limit_reached, "remembered proofs of a session");
  ++count;
  ++size_;
  bucket_of(time_ms).seen.emplace(proof, of_session);
  return {};
}

Status verify_request_proof(const protocol::RequestProof& proof, const SessionId& session, const SignKey& key,
                            const ProvenRequest& request, TimeMs now, ReplayCache& cache,
                            const protocol::SignatureChecker& signatures) {
  if (proof.time_ms < now - kProofWindowMs || proof.time_ms > now + kProofWindowMs) return fail(ErrorCode::clock_skew);
  const Bytes signed_bytes =
      protocol::request_bytes(session, proof.time_ms, proof.nonce, request.method, request.path, request.body_hash);
  if (!signatures.verify(key, signed_bytes, proof.signature)) return fail(ErrorCode::bad_proof);
  return cache.remember(session, proof.nonce, proof.time_ms, now);
}

}  // namespace cloister::core
