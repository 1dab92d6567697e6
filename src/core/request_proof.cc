#include "core/request_proof.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/process_key.h"

namespace cloister::core {
namespace {

using protocol::kProofWindowMs;

/// Proofs are forgotten by the bucket, this much too late at most.
constexpr DurationMs kBucketMs = 10 * kSecondMs;

TimeMs start_of(TimeMs time_ms) { return time_ms - time_ms % kBucketMs; }

std::size_t staff_only(std::size_t all) { return all / kStaffShareOfProofs; }

}  // namespace

ReplayCache::ReplayCache(RandomSource& random, const ReplayLimits& limits)
    : key_(process_key(random)),
      limits_(limits),
      visitors_({.all = limits.all - staff_only(limits.all), .near = limits.per_network}) {}

ReplayCache::Tag ReplayCache::tag_of(std::string_view purpose, ByteView value) const {
  const Hash hash = key_.hash(purpose, value);
  Tag tag = 0;
  std::memcpy(&tag, hash.value.data(), sizeof tag);
  return tag;
}

void ReplayCache::forget(TimeMs now) {
  // A proof made at t is accepted until t + window.
  while (!buckets_.empty() && buckets_.front().start_ms + kBucketMs + kProofWindowMs < now) {
    for (const auto& [proof, seen] : buckets_.front().seen) forget(seen);
    size_ -= buckets_.front().seen.size();
    buckets_.pop_front();
  }
}

void ReplayCache::forget(const Seen& seen) {
  if (seen.visitor_from) visitors_.give_back(*seen.visitor_from);
  if (const auto count = per_session_.find(seen.session); count != per_session_.end() && --count->second == 0)
    per_session_.erase(count);
}

ReplayCache::Bucket& ReplayCache::bucket_of(TimeMs time_ms) {
  const TimeMs start = start_of(time_ms);
  const auto place = std::ranges::lower_bound(buckets_, start, {}, &Bucket::start_ms);
  if (place != buckets_.end() && place->start_ms == start) return *place;
  return *buckets_.insert(place, Bucket{start, {}});
}

Status ReplayCache::make_room(const ProofOwner& owner, Tag session) {
  if (size_ >= limits_.all) return fail(ErrorCode::limit_reached, "remembered proofs");
  const auto found = per_session_.find(session);
  const std::size_t most = owner.visitor_from ? limits_.per_visitor_session : limits_.per_staff_session;
  if (found != per_session_.end() && found->second >= most)
    return fail(ErrorCode::limit_reached, "remembered proofs of a session");
  if (owner.visitor_from) CLOISTER_CHECK(visitors_.take(*owner.visitor_from));
  ++per_session_[session];
  ++size_;
  return {};
}

Status ReplayCache::remember(const ProofOwner& owner, const protocol::ProofNonce& nonce, TimeMs time_ms, TimeMs now) {
  forget(now);
  std::array<std::uint8_t, sizeof owner.session.value + sizeof nonce> both{};
  std::ranges::copy(nonce, std::ranges::copy(owner.session.value, both.begin()).out);
  const Tag session = tag_of("session", owner.session);
  const Tag proof = tag_of("proof", both);
  // Also in the other buckets: the time is the client's to choose, so one nonce could come with two times.
  for (const Bucket& bucket : buckets_)
    if (bucket.seen.contains(proof)) return fail(ErrorCode::replayed);
  CLOISTER_CHECK(make_room(owner, session));
  bucket_of(time_ms).seen.emplace(proof, Seen{.session = session, .visitor_from = owner.visitor_from});
  return {};
}

Status verify_request_proof(const protocol::RequestProof& proof, const ProofOwner& owner, const SignKey& key,
                            const ProvenRequest& request, TimeMs now, ReplayCache& cache,
                            const protocol::SignatureChecker& signatures) {
  if (proof.time_ms < now - kProofWindowMs || proof.time_ms > now + kProofWindowMs) return fail(ErrorCode::clock_skew);
  const Bytes signed_bytes = protocol::request_bytes(owner.session, proof.time_ms, proof.nonce, request.method,
                                                     request.path, request.body_hash);
  if (!signatures.verify(key, signed_bytes, proof.signature)) return fail(ErrorCode::bad_proof);
  return cache.remember(owner, proof.nonce, proof.time_ms, now);
}

}  // namespace cloister::core
