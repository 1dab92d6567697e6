// The one interface through which anything personal or secret reaches the disk.
//
// A subject (a site, a person, a conversation) has a data key. It is kept wrapped under the master key in a
// vault that is a file of its own, so that the vault's backups can be rotated faster than those of the data:
// when the key of a subject is destroyed there, everything sealed under it is gone, from old backups of the
// data too.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/envelope.h"

namespace cloister::store {

enum class SubjectKind : std::uint8_t { site = 1, person = 2, conversation = 3 };

/// Whose key.
struct Subject {
  SiteId site;
  SubjectKind kind = SubjectKind::site;
  /// Id of the person or conversation; the site's own for a site.
  std::array<std::uint8_t, 16> id{};

  static Subject of(const SiteId& site) { return {site, SubjectKind::site, site.value}; }
  static Subject of(const SiteId& site, const PersonId& person) { return {site, SubjectKind::person, person.value}; }
  static Subject of(const SiteId& site, const ConversationId& conversation) {
    return {site, SubjectKind::conversation, conversation.value};
  }
  /// kind ‖ site ‖ id: names the subject in the vault and binds its wrapped key.
  Bytes bytes() const;

  friend bool operator==(const Subject&, const Subject&) = default;
};

/// Where wrapped keys are kept. Implementations are thread safe.
class KeyVault {
 public:
  virtual ~KeyVault() = default;
  /// The wrapped key, or nullopt if there is none. `storage_failed`.
  virtual Result<std::optional<Bytes>> find(const Subject& subject) = 0;
};

/// A subject's key in use. What is sealed with a key that the vault does not hold yet must not be committed
/// before the key is.
class SubjectKey {
 public:
  /// A value for the disk. `field` is a constant of the caller ("person.name"), `row` what else names the
  /// place: a value put elsewhere does not open.
  Bytes seal(std::string_view field, ByteView row, ByteView plaintext) const;
  /// `decryption_failed` for anything that was not sealed by this key for this place.
  Result<Secret> open(std::string_view field, ByteView row, ByteView sealed) const;

  const Subject& subject() const { return subject_; }
  /// False until the vault holds it.
  bool kept() const { return kept_.load(std::memory_order_acquire); }
  /// Says that the vault holds it.
  void set_kept() { kept_.store(true, std::memory_order_release); }
  /// What the vault is to keep.
  ByteView wrapped() const { return wrapped_; }

  SubjectKey(Subject subject, crypto::DataKey key, Bytes wrapped, bool kept, RandomSource& random);

 private:
  Subject subject_;
  crypto::DataKey key_;
  Bytes wrapped_;
  std::atomic<bool> kept_;
  RandomSource& random_;
};

/// Finds keys of subjects, and makes them. Thread safe. Holds at most `limit` keys that nobody else holds.
class Sealing {
 public:
  /// `vault`, `master_keys` and `random` (thread safe) outlive this.
  Sealing(KeyVault& vault, const crypto::MasterKeys& master_keys, RandomSource& random, std::size_t limit);

  /// The key of a subject; `missing_key` if it has none or it was destroyed.
  Result<std::shared_ptr<SubjectKey>> find(const Subject& subject);
  /// The same, or a new one that is not yet kept.
  Result<std::shared_ptr<SubjectKey>> find_or_make(const Subject& subject);
  /// Forgets a key here; whoever destroys it in the vault calls this after.
  void forget(const Subject& subject);

 private:
  struct SubjectHash {
    std::size_t operator()(const Subject& subject) const noexcept;
  };
  using Order = std::list<std::shared_ptr<SubjectKey>>;

  Result<std::shared_ptr<SubjectKey>> look_up(const Subject& subject, bool make);
  Result<std::shared_ptr<SubjectKey>> unwrap(const Subject& subject, ByteView wrapped);
  Result<std::shared_ptr<SubjectKey>> make_new(const Subject& subject);
  /// Null if a key was forgotten since `forgotten` was read.
  std::shared_ptr<SubjectKey> insert(std::shared_ptr<SubjectKey> key, std::uint64_t forgotten);
  void evict();

  KeyVault& vault_;
  const crypto::MasterKeys& master_keys_;
  RandomSource& random_;
  const std::size_t limit_;
  std::mutex mutex_;
  /// Counts calls of `forget`.
  std::uint64_t forgotten_ = 0;
  /// Most recently used first.
  Order order_;
  std::unordered_map<Subject, Order::iterator, SubjectHash> by_subject_;
};

}  // namespace cloister::store
