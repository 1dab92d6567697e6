// Makes tests/vectors/protocol/native-cpp.json, of the same shape as the browser's web.json
// (tests/web/make_vectors.ts), for the browser's tests to check. The test fails when this file makes something else
// than what is on disk; CLOISTER_WRITE_VECTORS=1 writes it.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "client/software_passkey.h"
#include "crypto/checkpoint.h"
#include "crypto/hkdf.h"
#include "crypto/padding.h"
#include "crypto/sha256.h"
#include "protocol/act_maker.h"
#include "protocol/compare.h"
#include "protocol/epoch.h"
#include "protocol/message.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "protocol/readers.h"
#include "support/seeded_random.h"

namespace cloister::client {
namespace {

namespace json = boost::json;
using namespace protocol;

constexpr const char* kFile = CLOISTER_SOURCE_DIR "/tests/vectors/protocol/native-cpp.json";
constexpr std::uint64_t kStartMs = 1'760'000'000'000;
constexpr std::string_view kRpId = "console.example.org";

/// As JSON.stringify(value, null, 1) writes it.
void pretty(const json::value& value, std::string& out, std::size_t depth = 0) {
  const std::string line = "\n" + std::string(depth + 1, ' ');
  const std::string last = "\n" + std::string(depth, ' ');
  std::string_view before;
  if (const json::object* object = value.if_object()) {
    out += '{';
    for (const auto& [name, member] : *object) {
      out.append(before).append(line).append(json::serialize(name)).append(": ");
      pretty(member, out, depth + 1);
      before = ",";
    }
    out.append(last) += '}';
  } else if (const json::array* array = value.if_array()) {
    out += '[';
    for (const json::value& item : *array) {
      out.append(before).append(line);
      pretty(item, out, depth + 1);
      before = ",";
    }
    out.append(last) += ']';
  } else {
    out += json::serialize(value);
  }
}

json::string hex(ByteView bytes) { return json::string(to_hex(bytes)); }

struct Sender {
  Hash id;
  crypto::Ed25519KeyPair key;
  std::uint32_t counter = 0;
};

class Maker {
 public:
  /// `before` is what is on disk: an ECDSA signature is random, so that of the passkey is kept.
  json::object make(const json::value* before) {
    out_["what"] =
        "One site, its key log, one conversation and the proofs around them, made by the native code "
        "(tests/unit/client/native_vectors_test.cc).";
    out_["suite"] = kSuiteP256Aes256gcm;
    out_["site"] = hex(site_);
    out_["rp_id"] = kRpId;
    out_["log"] = {{"seed", hex(log_key_.seed().view())}, {"key", hex(log_key_.public_key())}};
    make_key_log(before);
    make_conversation();
    make_request();
    make_proofs();
    make_lock();
    return std::move(out_);
  }

 private:
  DeviceKeys device(std::string_view name, OwnerKind kind, const OwnerId& owner) {
    DeviceKeys keys = DeviceKeys::generate(site_, kind, owner, kStartMs, random_);
    devices_.push_back({{"name", name},
                        {"seed", hex(keys.sign.seed().view())},
                        {"scalar", hex(keys.kem.scalar().view())},
                        {"record", hex(encode(keys.record))},
                        {"id", hex(keys.id)}});
    return keys;
  }
  ActPlace place() { return ActPlace::on_top_of(roster_, static_cast<TimeMs>(kStartMs + roster_.size() * 1000)); }
  void take(std::string_view what, const Act& act) {
    const Status taken = roster_.append(act);
    ASSERT_TRUE(taken) << what << " " << taken.error().detail;
    acts_.push_back({{"what", what},
                     {"act", hex(encode(act))},
                     {"hash", hex(act_hash(act))},
                     {"tree_root", hex(*roster_.tree_root(roster_.size()))}});
  }
  crypto::P256KeyPair rotate(std::string_view name, const TeamId& team, const crypto::P256KeyPair* previous) {
    auto made = make_team_key(place(), roster_, team, previous, anna_, random_);
    take(name, made->act);
    team_keys_.push_back({{"team", hex(team)},
                          {"generation", roster_.team_key(team)->generation},
                          {"id", hex(act_hash(made->act))},
                          {"scalar", hex(made->key.scalar().view())}});
    return std::move(made->key);
  }
  Hash hire(std::string_view name, const DeviceKeys& device, std::uint8_t roles) {
    const auto key = crypto::Ed25519KeyPair::generate(random_);
    const Act invite = make_invite(place(),
                                   {.invitation_key = key.public_key(),
                                    .person = person_of(device.record.owner),
                                    .roles = roles,
                                    .expires_ms = kStartMs + 86'400'000},
                                   anna_);
    take("invite " + std::string(name), invite);
    take("join " + std::string(name), make_join(place(), act_hash(invite), passkey_.passkey(), key, device));
    if (name == "ben") out_["invitation"] = {{"act", hex(act_hash(invite))}, {"seed", hex(key.seed().view())}};
    return act_hash(invite);
  }

  /// The assertion on disk, if it is still right.
  PasskeyAssertion assertion_over(const DeviceId& id, const json::value* before) {
    PasskeyAssertion made = passkey_.assertion(kRpId, "https://console.example.org", id);
    if (before == nullptr) return made;
    for (const json::value& act : before->at("acts").as_array()) {
      if (act.at("what").as_string() != "add_device by passkey") continue;
      const auto decoded = decode<Act>(*from_hex(std::string_view(act.at("act").as_string())));
      const auto body = decode<AddDeviceBody>(decoded->body);
      const PasskeyAssertion& kept = body->assertion.front();
      const bool same = kept.authenticator_data == made.authenticator_data && kept.client_data == made.client_data;
      if (same && real_signatures().verify_assertion(passkey_.passkey(), kRpId, id, kept)) return kept;
    }
    return made;
  }

  void make_key_log(const json::value* before) {
    const Passkey passkey = passkey_.passkey();
    take("genesis", make_genesis(place(),
                                 {.roles = kAllRoles,
                                  .passkey = passkey,
                                  .log_key = log_key_.public_key(),
                                  .rp_id = std::string(kRpId),
                                  .support_team = support_,
                                  .supervisors_team = supervisors_},
                                 anna_));
    const auto support_1 = rotate("team_key support 1", support_, nullptr);
    rotate("team_key supervisors 1", supervisors_, nullptr);
    hire("ben", ben_, static_cast<std::uint8_t>(Role::agent));
    const auto support_2 = rotate("team_key support 2", support_, &support_1);
    take("add_device by device", make_add_device(place(), ben_phone_.record, ben_));
    take("add_device by passkey", make_add_device(place(), assertion_over(ben_tablet_.id, before), ben_tablet_));
    take("revoke_device", make_revoke_device(place(), ben_phone_.id, anna_));
    hire("carl", carl_, 3);
    take("remove_person", make_remove_person(place(), person_of(carl_.record.owner), anna_));
    rotate("team_key support 3", support_, &support_2);
    out_["devices"] = devices_;
    out_["passkey"] = {{"credential_id", hex(passkey.credential_id)},
                       {"public_key", hex(passkey.public_key)},
                       {"scalar", hex(passkey_.scalar().view())}};
    out_["acts"] = acts_;
    out_["root"] = hex(roster_.root()->fingerprint);
    out_["checkpoint"] = *crypto::sign_checkpoint(roster_.checkpoint(), log_key_);
    out_["team_keys"] = team_keys_;
  }

  std::uint64_t add(EntryKind kind, Bytes body) {
    const std::uint64_t seq = heads_.size();
    const Hash hash = crypto::sha256(body);
    heads_.push_back(transcript_next(heads_.back(), seq, kind, hash));
    entries_.push_back({{"seq", seq},
                        {"time_ms", kStartMs + 100'000 + seq * 1000},
                        {"kind", static_cast<std::uint8_t>(kind)},
                        {"body", hex(body)},
                        {"hash", hex(hash)},
                        {"head", hex(heads_.back())}});
    return seq;
  }
  void packet(const DeviceKeys& maker, const std::optional<PersonId>& assigned, Continuity continuity) {
    const auto readers = *allowed_readers(roster_, roster_.size(), {customer_.id, assigned, continuity});
    const PacketDraft draft{.site = site_,
                            .conversation = conversation_,
                            .epoch = static_cast<std::uint32_t>(packets_.size()),
                            .prev = packet_hash_,
                            .head = heads_.back(),
                            .maker = maker.id,
                            .tree_size = roster_.size(),
                            .tree_root = *roster_.tree_root(roster_.size())};
    // `make_packet` draws the secret first: the same generator gives it here.
    test::SeededRandom random(1000 + packets_.size());
    test::SeededRandom same(1000 + packets_.size());
    Secret secret(kEpochSecretSize);
    same.fill(secret.writable());
    auto made = make_packet(draft, readers, customer_.record.kem_key, maker.sign, random);
    ASSERT_TRUE(made);
    const std::uint64_t seq = add(EntryKind::packet, encode(made->packet));
    packet_hash_ = packet_hash(made->packet);
    maker_ = maker.id;
    packets_.push_back({{"seq", seq},
                        {"id", hex(packet_hash_)},
                        {"secret", hex(secret.view())},
                        {"commit", hex(made->packet.commit)}});
    epoch_ = std::move(made->key);
  }
  Sender sender(std::string_view name, const DeviceKeys& of) {
    auto key = crypto::Ed25519KeyPair::generate(random_);
    SenderCert cert{.suite = kSuiteP256Aes256gcm,
                    .site = site_,
                    .conversation = conversation_,
                    .device = of.id,
                    .sign_key = key.public_key(),
                    .created_ms = kStartMs,
                    .signature = {}};
    sign_in_place(cert, of.sign);
    add(EntryKind::cert, encode(cert));
    senders_.push_back({{"name", name},
                        {"device", hex(of.id)},
                        {"id", hex(cert_hash(cert))},
                        {"seed", hex(key.seed().view())},
                        {"key", hex(key.public_key())}});
    return {cert_hash(cert), std::move(key)};
  }
  void message(Sender& by, ContentKind kind, std::string_view text) {
    const Bytes content = *(kind == ContentKind::text ? text_content(text) : intro_content(text));
    const Secret key = epoch_->message_key(packet_hash_, by.id);
    auto cipher = crypto::AesGcm::with_key(key.view());
    const auto envelope = seal_message(site_, conversation_,
                                       {.packet = packet_hash_,
                                        .sender = by.id,
                                        .id = random_.make<ClientMessageId>(),
                                        .kind = kind,
                                        .counter = ++by.counter,
                                        .seen_seq = heads_.size() - 1,
                                        .seen_head = heads_.back()},
                                       content, *cipher, by.key, random_);
    const std::uint64_t seq = add(EntryKind::message, encode(*envelope));
    messages_.push_back({{"seq", seq},
                         {"sender", hex(by.id)},
                         {"kind", envelope->kind},
                         {"id", hex(envelope->id)},
                         {"key", hex(key.view())},
                         {"nonce", hex(envelope->nonce)},
                         {"content", hex(content)},
                         {"padded", hex(crypto::pad(content))},
                         {"text", text}});
  }
  void mark(const Sender& by, MarkKind kind, std::uint64_t seq) {
    Mark made{.suite = kSuiteP256Aes256gcm,
              .sender = by.id,
              .kind = static_cast<std::uint8_t>(kind),
              .seq = seq,
              .head = heads_[seq],
              .signature = {}};
    sign_in_place(made, by.key, site_, conversation_);
    marks_.push_back({{"kind", made.kind}, {"seq", seq}, {"sender", hex(by.id)}, {"mark", hex(encode(made))}});
  }

  void make_conversation() {
    const PersonId ben = person_of(ben_.record.owner);
    ConversationGenesis genesis{.suite = kSuiteP256Aes256gcm,
                                .site = site_,
                                .conversation = conversation_,
                                .root = roster_.root()->fingerprint,
                                .device = customer_.record,
                                .created_ms = kStartMs,
                                .signature = {}};
    sign_in_place(genesis, customer_.sign);
    add(EntryKind::genesis, encode(genesis));
    packet(customer_, std::nullopt, Continuity::supervisors);
    Sender asking = sender("customer", customer_);
    message(asking, ContentKind::text, "Good morning");
    std::string longer;
    for (int i = 0; i < 12; ++i) longer += "Grüße \U0001f512 und noch mehr Text, ";
    message(asking, ContentKind::text, longer);
    Assign assign{.suite = kSuiteP256Aes256gcm,
                  .site = site_,
                  .conversation = conversation_,
                  .person = ben,
                  .device = ben_.id,
                  .head = heads_.back(),
                  .time_ms = kStartMs,
                  .signature = {}};
    sign_in_place(assign, ben_.sign);
    add(EntryKind::assign, encode(assign));
    packet(ben_, ben, Continuity::supervisors);
    Sender answering = sender("ben", ben_);
    message(answering, ContentKind::intro, "Ben");
    message(answering, ContentKind::text, "How can I help?");
    packet(ben_tablet_, ben, Continuity::nobody);
    message(asking, ContentKind::text, "");
    const std::string code = comparison_code({.root = roster_.root()->fingerprint,
                                              .site = site_,
                                              .conversation = conversation_,
                                              .packet_hash = packet_hash_,
                                              .customer_device = customer_.id,
                                              .maker = maker_});
    Close close{.suite = kSuiteP256Aes256gcm,
                .site = site_,
                .conversation = conversation_,
                .sender = answering.id,
                .reason = static_cast<std::uint8_t>(CloseReason::done),
                .head = heads_.back(),
                .seen_seq = heads_.size() - 1,
                .signature = {}};
    sign_in_place(close, answering.key);
    add(EntryKind::close, encode(close));
    mark(answering, MarkKind::delivered, 5);
    mark(asking, MarkKind::read, 10);
    out_["conversation"] = {{"id", hex(conversation_)}, {"start", hex(heads_.front())}, {"entries", entries_},
                            {"packets", packets_},      {"senders", senders_},          {"messages", messages_},
                            {"marks", marks_},          {"comparison_code", code},      {"person", hex(ben)},
                            {"continuity", "nobody"}};
  }

  void make_request() {
    const auto session = random_.make<SessionId>();
    RequestProof proof{.time_ms = static_cast<TimeMs>(kStartMs), .nonce = {}, .signature = {}};
    random_.fill(proof.nonce);
    constexpr std::string_view kBody = R"({"after":"no"})";
    constexpr std::string_view kPath = "/v1/conversations/AAAAAAAAAAAAAAAAAAAAAA/entries?after=7";
    const Bytes bytes =
        request_bytes(session, proof.time_ms, proof.nonce, "GET", kPath, crypto::sha256(as_bytes(kBody)));
    proof.signature = session_key_.sign(bytes);
    out_["request"] = {{"session", hex(session)},
                       {"seed", hex(session_key_.seed().view())},
                       {"key", hex(session_key_.public_key())},
                       {"time_ms", proof.time_ms},
                       {"nonce", hex(proof.nonce)},
                       {"method", "GET"},
                       {"path", kPath},
                       {"body", kBody},
                       {"signed", hex(bytes)},
                       {"header", format_request_proof(proof)}};
  }

  void make_proofs() {
    const auto challenge = random_.make<Hash>();
    const auto ticket = random_.make<SessionId>();
    const auto session = random_.make<SessionId>();
    const SignKey& key = session_key_.public_key();
    json::array proofs;
    const auto add_proof = [&](std::string_view name, std::initializer_list<ByteView> fields, const Bytes& bytes) {
      json::array parts;
      for (const ByteView field : fields) parts.push_back(hex(field));
      proofs.push_back({{"name", name},
                        {"seed", hex(session_key_.seed().view())},
                        {"key", hex(key)},
                        {"fields", parts},
                        {"signature", hex(session_key_.sign(bytes))}});
    };
    add_proof("visitor", {challenge, site_, key}, visitor_bytes(challenge, site_, key));
    add_proof("sign-in", {challenge, ben_.id, key}, sign_in_bytes(challenge, ben_.id, key));
    add_proof("enrol", {ben_.id, key}, enrol_bytes(ben_.id, key));
    add_proof("socket", {challenge, ticket, conversation_}, socket_bytes(challenge, ticket, conversation_));
    add_proof("desk", {challenge, session}, desk_bytes(challenge, session));
    add_proof("join", {ben_.id}, join_bytes(ben_.id));
    out_["proofs"] = proofs;
  }

  void make_lock() {
    const auto share = random_.make<Hash>();
    const auto nonce = random_.make<Nonce>();
    Encoder info;
    info.label("lock");
    info.raw(ben_.id);
    const Secret key = crypto::hkdf(share, {}, info.take(), 32);
    const Secret seed = ben_.sign.seed();
    Bytes plain = to_bytes(seed.view());
    append(plain, ben_.kem.scalar().view());
    Bytes wrapped = to_bytes(nonce);
    append(wrapped, crypto::AesGcm::with_key(key.view())->seal(nonce, {}, plain));
    out_["lock"] = {{"device", hex(ben_.id)},
                    {"share", hex(share)},
                    {"key", hex(key.view())},
                    {"nonce", hex(nonce)},
                    {"wrapped", hex(wrapped)}};
  }

  test::SeededRandom random_{42};
  json::object out_;
  json::array devices_;
  json::array acts_;
  json::array team_keys_;
  SiteId site_ = random_.make<SiteId>();
  TeamId support_ = random_.make<TeamId>();
  TeamId supervisors_ = random_.make<TeamId>();
  crypto::Ed25519KeyPair log_key_ = crypto::Ed25519KeyPair::generate(random_);
  crypto::Ed25519KeyPair session_key_ = crypto::Ed25519KeyPair::generate(random_);
  SoftwarePasskey passkey_ = SoftwarePasskey::generate(random_);
  OwnerId ben_id_ = random_.make<OwnerId>();
  DeviceKeys anna_ = device("anna", OwnerKind::staff, random_.make<OwnerId>());
  DeviceKeys ben_ = device("ben", OwnerKind::staff, ben_id_);
  DeviceKeys ben_phone_ = device("ben phone", OwnerKind::staff, ben_id_);
  DeviceKeys ben_tablet_ = device("ben tablet", OwnerKind::staff, ben_id_);
  DeviceKeys carl_ = device("carl", OwnerKind::staff, random_.make<OwnerId>());
  DeviceKeys customer_ = device("customer", OwnerKind::customer, random_.make<OwnerId>());
  SiteRoster roster_{site_};

  ConversationId conversation_ = random_.make<ConversationId>();
  std::vector<Hash> heads_{transcript_start(site_, conversation_)};
  Hash packet_hash_;
  DeviceId maker_;
  std::optional<EpochKey> epoch_;
  json::array entries_;
  json::array packets_;
  json::array senders_;
  json::array messages_;
  json::array marks_;
};

TEST(NativeVectors, OnDiskAreThoseThatTheCodeMakes) {
  std::ifstream in(kFile);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  json::value before;
  if (!text.empty()) before = json::parse(text);
  const json::object made = Maker().make(text.empty() ? nullptr : &before);
  std::string written;
  pretty(made, written);
  written += "\n";
  if (std::getenv("CLOISTER_WRITE_VECTORS") != nullptr) {
    std::ofstream(kFile) << written;
    return;
  }
  EXPECT_EQ(text, written);
}

}  // namespace
}  // namespace cloister::client
