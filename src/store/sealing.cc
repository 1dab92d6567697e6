#include "store/sealing.h"

#include <utility>

namespace cloister::store {
namespace {

/// Keys looked at for one that can go; those in use are passed over.
constexpr int kMaxEvictionLooks = 8;
/// How often a look-up starts anew because a key was destroyed meanwhile.
constexpr int kMaxAttempts = 16;

/// field ‖ 0 ‖ subject ‖ row: fields hold no zero and subjects have one size, so no two places give the same bytes.
Bytes context_bytes(std::string_view field, const Subject& subject, ByteView row) {
  Bytes out;
  const Bytes name = subject.bytes();
  out.reserve(field.size() + 1 + name.size() + row.size());
  append(out, as_bytes(field));
  out.push_back(0);
  append(out, name);
  append(out, row);
  return out;
}

}  // namespace

Bytes Subject::bytes() const {
  Bytes out;
  out.reserve(1 + SiteId::kSize + id.size());
  out.push_back(static_cast<std::uint8_t>(kind));
  append(out, site);
  append(out, id);
  return out;
}

SubjectKey::SubjectKey(Subject subject, crypto::DataKey key, Bytes wrapped, bool kept, RandomSource& random)
    : subject_(subject), key_(std::move(key)), wrapped_(std::move(wrapped)), kept_(kept), random_(random) {}

Bytes SubjectKey::seal(std::string_view field, ByteView row, ByteView plaintext) const {
  return key_.seal(context_bytes(field, subject_, row), plaintext, random_);
}

Result<Secret> SubjectKey::open(std::string_view field, ByteView row, ByteView sealed) const {
  return key_.open(context_bytes(field, subject_, row), sealed);
}

std::size_t Sealing::SubjectHash::operator()(const Subject& subject) const noexcept {
  // Ids are random; the kind keeps apart a site and what might bear the same bytes.
  std::size_t out;
  std::memcpy(&out, subject.id.data(), sizeof out);
  return out ^ static_cast<std::size_t>(subject.kind);
}

Sealing::Sealing(KeyVault& vault, const crypto::MasterKeys& master_keys, RandomSource& random, std::size_t limit)
    : vault_(vault), master_keys_(master_keys), random_(random), limit_(limit) {}

Result<std::shared_ptr<SubjectKey>> Sealing::find(const Subject& subject) { return look_up(subject, false); }

Result<std::shared_ptr<SubjectKey>> Sealing::find_or_make(const Subject& subject) { return look_up(subject, true); }

Result<std::shared_ptr<SubjectKey>> Sealing::look_up(const Subject& subject, bool make) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    std::uint64_t forgotten = 0;
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = by_subject_.find(subject); found != by_subject_.end()) {
        order_.splice(order_.begin(), order_, found->second);
        return *found->second;
      }
      forgotten = forgotten_;
    }
    CLOISTER_TRY(const std::optional<Bytes> wrapped, vault_.find(subject));
    if (!wrapped && !make) return fail(ErrorCode::missing_key, "the subject has no key");
    CLOISTER_TRY(auto key, wrapped ? unwrap(subject, *wrapped) : make_new(subject));
    if (auto inserted = insert(std::move(key), forgotten)) return inserted;
  }
  return fail(ErrorCode::limit_reached, "keys are destroyed faster than this one can be read");
}

Result<std::shared_ptr<SubjectKey>> Sealing::unwrap(const Subject& subject, ByteView wrapped) {
  CLOISTER_TRY(crypto::DataKey key, master_keys_.unwrap(wrapped, subject.bytes()));
  return std::make_shared<SubjectKey>(subject, std::move(key), to_bytes(wrapped), true, random_);
}

Result<std::shared_ptr<SubjectKey>> Sealing::make_new(const Subject& subject) {
  crypto::DataKey key = crypto::DataKey::generate(random_);
  Bytes wrapped = master_keys_.wrap(key, subject.bytes(), random_);
  return std::make_shared<SubjectKey>(subject, std::move(key), std::move(wrapped), false, random_);
}

std::shared_ptr<SubjectKey> Sealing::insert(std::shared_ptr<SubjectKey> key, std::uint64_t forgotten) {
  const std::lock_guard lock(mutex_);
  // Somebody else may have been quicker; then theirs counts.
  if (const auto found = by_subject_.find(key->subject()); found != by_subject_.end()) return *found->second;
  // A key destroyed since the vault was read must not come back to life.
  if (forgotten != forgotten_) return nullptr;
  order_.push_front(key);
  by_subject_.emplace(key->subject(), order_.begin());
  evict();
  return key;
}

void Sealing::evict() {
  // A key that somebody else holds stays: it may not be kept yet, and must not be made twice.
  auto position = order_.end();
  for (int looked = 0; by_subject_.size() > limit_ && looked < kMaxEvictionLooks; ++looked) {
    if (--position == order_.begin()) return;
    if (position->use_count() > 1) continue;
    by_subject_.erase((*position)->subject());
    position = order_.erase(position);
  }
}

void Sealing::forget(const Subject& subject) {
  const std::lock_guard lock(mutex_);
  ++forgotten_;
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) return;
  order_.erase(found->second);
  by_subject_.erase(found);
}

}  // namespace cloister::store
