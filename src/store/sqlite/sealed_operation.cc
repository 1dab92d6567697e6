#include "store/sqlite/sealed_operation.h"

#include <array>

#include "store/store.h"

namespace cloister::store::sqlite {
namespace {

constexpr std::string_view kBody = "entry.body";
constexpr std::string_view kName = "person.name";
constexpr std::string_view kLockShare = "device.lock_share";
constexpr std::string_view kLogKeySeed = "site.log_key_seed";

constexpr std::size_t kMaxNameBytes = 200;
constexpr std::size_t kMaxRpIdBytes = 253;
constexpr std::size_t kMaxActBytes = 70000;
constexpr std::size_t kMaxEventNameBytes = 64;
constexpr std::size_t kMaxNumbers = 8;
/// Acts, people, devices, sessions or events of one operation.
constexpr std::size_t kMaxItems = 1000;
/// What an operation without a body takes in the queue, roughly.
constexpr std::size_t kOperationBytes = 512;

std::array<std::uint8_t, 9> entry_row(std::uint64_t seq, protocol::EntryKind kind) {
  std::array<std::uint8_t, 9> out{};
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(seq >> (56 - 8 * i));
  out[8] = static_cast<std::uint8_t>(kind);
  return out;
}

Status too_large(const char* what) { return fail(ErrorCode::too_large, what); }

/// Seals the fields of one operation and collects the keys used.
class Sealer {
 public:
  Sealer(Sealing& sealing, SealedOperation& out) : sealing_(sealing), out_(out) {}

  Status operator()(AppendEntries& operation) {
    auto key = sealing_.find(Subject::of(operation.site, operation.conversation));
    if (!key && key.error().code == ErrorCode::missing_key)
      return fail(ErrorCode::not_found, "no such conversation, or it was erased");
    if (!key) return std::unexpected(std::move(key).error());
    return entries(std::move(*key), operation.first_seq, operation.entries);
  }

  Status operator()(CreateConversation& operation) {
    CLOISTER_TRY(auto key, sealing_.find_or_make(Subject::of(operation.site, operation.conversation)));
    return entries(std::move(key), 1, operation.entries);
  }

  Status operator()(CreateSite& operation) {
    SiteRecord& site = operation.site;
    if (site.rp_id.size() > kMaxRpIdBytes || site.log_key_seed.size() > 64) return too_large("site");
    CLOISTER_TRY(auto key, sealing_.find_or_make(Subject::of(site.site)));
    site.log_key_seed = Secret(key->seal(kLogKeySeed, {}, site.log_key_seed.view()));
    return use(std::move(key));
  }

  Status operator()(AppendActs& operation) {
    for (const std::size_t count :
         {operation.acts.size(), operation.people.size(), operation.devices.size(), operation.sessions.size(),
          operation.ended_devices.size(), operation.ended_people.size()}) {
      if (count > kMaxItems) return too_large("acts");
    }
    for (const Bytes& act : operation.acts) {
      if (act.size() > kMaxActBytes) return too_large("act");
      out_.size_bytes += act.size();
    }
    for (PersonRecord& item : operation.people) {
      item.site = operation.site;
      CLOISTER_CHECK(person(item));
    }
    for (DeviceKeeping& item : operation.devices) {
      item.site = operation.site;
      CLOISTER_CHECK(device(item));
    }
    for (SessionRecord& item : operation.sessions) item.site = operation.site;
    return {};
  }

  Status operator()(PutPerson& operation) { return person(operation.person); }
  Status operator()(PutDevice& operation) { return device(operation.device); }

  Status operator()(EndSessions& operation) {
    return operation.id_hashes.size() > kMaxItems ? too_large("sessions") : Status{};
  }

  Status operator()(AppendAudit& operation) {
    if (operation.records.size() > kMaxItems) return too_large("security events");
    for (const AuditRecord& record : operation.records) {
      if (record.action.size() > kMaxEventNameBytes || record.outcome.size() > kMaxEventNameBytes ||
          record.numbers.size() > kMaxNumbers)
        return too_large("security event");
    }
    out_.size_bytes += operation.records.size() * sizeof(AuditRecord);
    return {};
  }

  template <class Other>
  Status operator()(Other&) {
    return {};
  }

 private:
  Status use(std::shared_ptr<SubjectKey> key) {
    if (!key->kept()) out_.keys.push_back(std::move(key));
    return {};
  }

  Status entries(std::shared_ptr<SubjectKey> key, std::uint64_t seq, std::vector<NewEntry>& entries) {
    if (entries.empty()) return fail(ErrorCode::malformed, "no entries");
    if (entries.size() > kMaxEntriesPerAppend) return too_large("entries");
    for (NewEntry& entry : entries) {
      if (entry.body.size() > static_cast<std::size_t>(protocol::kMaxBodyBytes)) return too_large("entry");
      entry.body = key->seal(kBody, entry_row(seq++, entry.kind), entry.body);
      out_.size_bytes += entry.body.size();
    }
    return use(std::move(key));
  }

  Status person(PersonRecord& person) {
    if (person.name.size() > kMaxNameBytes) return too_large("name");
    CLOISTER_TRY(auto key, sealing_.find_or_make(Subject::of(person.site, person.person)));
    person.name = as_text(key->seal(kName, {}, as_bytes(person.name)));
    return use(std::move(key));
  }

  Status device(DeviceKeeping& device) {
    if (device.lock_share.size() > 64) return too_large("lock share");
    CLOISTER_TRY(auto key, sealing_.find_or_make(Subject::of(device.site, device.person)));
    device.lock_share = Secret(key->seal(kLockShare, device.device, device.lock_share.view()));
    return use(std::move(key));
  }

  Sealing& sealing_;
  SealedOperation& out_;
};

}  // namespace

Result<SealedOperation> seal_operation(Operation operation, Sealing& sealing) {
  SealedOperation out;
  out.operation = std::move(operation);
  out.size_bytes = kOperationBytes;
  CLOISTER_CHECK(std::visit(Sealer(sealing, out), out.operation));
  return out;
}

Result<Bytes> open_body(const SubjectKey& key, std::uint64_t seq, protocol::EntryKind kind, ByteView sealed) {
  CLOISTER_TRY(const Secret body, key.open(kBody, entry_row(seq, kind), sealed));
  return to_bytes(body.view());
}

Result<std::string> open_name(const SubjectKey& key, ByteView sealed) {
  CLOISTER_TRY(const Secret name, key.open(kName, {}, sealed));
  return std::string(as_text(name.view()));
}

Result<Secret> open_lock_share(const SubjectKey& key, const DeviceId& device, ByteView sealed) {
  return key.open(kLockShare, device, sealed);
}

Result<Secret> open_log_key_seed(const SubjectKey& key, ByteView sealed) { return key.open(kLogKeySeed, {}, sealed); }

}  // namespace cloister::store::sqlite
