// Shared vectors (tests/vectors/protocol): what the browser's implementation made, this one reads, and the other way
// round. Every value in the files is computed anew or opened.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "client/conversation_log.h"
#include "crypto/hkdf.h"
#include "crypto/padding.h"
#include "crypto/sha256.h"
#include "protocol/act_maker.h"
#include "protocol/compare.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "protocol/verified_roster.h"

namespace cloister::client {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& object, std::string_view name) {
  return std::string(object.at(name).as_string());
}
Bytes bytes_of(const json::value& object, std::string_view name) { return from_hex(text_of(object, name)).value(); }
template <class T>
T fixed_of(const json::value& object, std::string_view name) {
  return T::from(bytes_of(object, name)).value();
}
std::uint64_t number_of(const json::value& object, std::string_view name) {
  return object.at(name).to_number<std::uint64_t>();
}

std::vector<std::string> vector_files() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(CLOISTER_SOURCE_DIR "/tests/vectors/protocol"))
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  return files;
}

/// The device's keys, and every team key there is or none.
struct TestKeyholder final : Keyholder {
  const protocol::DeviceKeys* keys = nullptr;
  const std::map<Hash, crypto::P256KeyPair>* teams = nullptr;
  const protocol::DeviceKeys& device() const override { return *keys; }
  const crypto::P256KeyPair* team_key(const Hash& act) const override {
    if (teams == nullptr) return nullptr;
    const auto found = teams->find(act);
    return found == teams->end() ? nullptr : &found->second;
  }
};

class ProtocolVectors : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    std::stringstream text;
    text << std::ifstream(GetParam()).rdbuf();
    all_ = json::parse(text.str());
    site_ = fixed_of<SiteId>(all_, "site");
    root_ = fixed_of<Hash>(all_, "root");
    for (const json::value& device : all_.at("devices").as_array()) {
      auto keys = protocol::DeviceKeys::restore(*protocol::decode<protocol::DeviceRecord>(bytes_of(device, "record")),
                                                bytes_of(device, "seed"), bytes_of(device, "scalar"));
      ASSERT_TRUE(keys);
      EXPECT_EQ(keys->id, fixed_of<DeviceId>(device, "id"));
      EXPECT_EQ(protocol::encode(keys->record), bytes_of(device, "record"));
      devices_.emplace(keys->id, std::move(*keys));
    }
    for (const json::value& act : all_.at("acts").as_array()) acts_.push_back(bytes_of(act, "act"));
    auto roster = protocol::extend_roster(protocol::SiteRoster(site_), root_, acts_, text_of(all_, "checkpoint"));
    ASSERT_TRUE(roster) << info_of(roster.error().code).name << " " << roster.error().detail;
    roster_ = std::make_shared<protocol::SiteRoster>(std::move(*roster));
    for (const json::value& key : all_.at("team_keys").as_array())
      team_keys_.emplace(fixed_of<Hash>(key, "id"), *crypto::P256KeyPair::from_scalar(bytes_of(key, "scalar")));
  }

  const json::value& conversation() const { return all_.at("conversation"); }
  protocol::Entry entry(std::size_t seq) const {
    const json::value& from = conversation().at("entries").at(seq - 1);
    return {.seq = number_of(from, "seq"),
            .time_ms = number_of(from, "time_ms"),
            .kind = static_cast<std::uint8_t>(number_of(from, "kind")),
            .hash = fixed_of<Hash>(from, "hash"),
            .body = bytes_of(from, "body")};
  }
  std::size_t entries() const { return conversation().at("entries").as_array().size(); }
  const protocol::DeviceKeys& customer() const {
    for (const auto& [id, keys] : devices_)
      if (keys.record.owner_kind == static_cast<std::uint8_t>(Side::customer)) return keys;
    throw std::runtime_error("no customer");
  }
  const protocol::DeviceKeys& staff() const {
    const auto person = fixed_of<PersonId>(conversation(), "person");
    return devices_.at(roster_->devices_of(person, roster_->size()).front()->id);
  }
  ConversationLog log_of(const Keyholder& keys) const {
    return ConversationLog(site_, fixed_of<ConversationId>(conversation(), "id"), roster_, keys);
  }

  json::value all_;
  SiteId site_;
  Hash root_;
  std::map<DeviceId, protocol::DeviceKeys> devices_;
  std::vector<Bytes> acts_;
  RosterPtr roster_;
  std::map<Hash, crypto::P256KeyPair> team_keys_;
};

TEST_P(ProtocolVectors, KeyLog) {
  for (std::size_t i = 0; i < acts_.size(); ++i) {
    const json::value& act = all_.at("acts").at(i);
    const auto decoded = protocol::decode<protocol::Act>(acts_[i]);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(protocol::encode(*decoded), acts_[i]);
    EXPECT_EQ(protocol::act_hash(*decoded), fixed_of<Hash>(act, "hash")) << text_of(act, "what");
    EXPECT_EQ(roster_->tree_root(i + 1), fixed_of<Hash>(act, "tree_root")) << text_of(act, "what");
  }
  EXPECT_EQ(roster_->root()->log_key, fixed_of<SignKey>(all_.at("log"), "key"));
  EXPECT_EQ(roster_->root()->rp_id, text_of(all_, "rp_id"));
  const auto log_key = crypto::Ed25519KeyPair::from_seed(bytes_of(all_.at("log"), "seed"));
  EXPECT_EQ(crypto::sign_checkpoint(roster_->checkpoint(), *log_key).value(), text_of(all_, "checkpoint"));
  const auto passkey = crypto::P256KeyPair::from_scalar(bytes_of(all_.at("passkey"), "scalar"));
  EXPECT_EQ(passkey->public_key().bytes(), fixed_of<KemKey>(all_.at("passkey"), "public_key"));
}

TEST_P(ProtocolVectors, EveryMemberReachesEveryTeamKeyTheyMay) {
  std::map<TeamId, std::vector<std::pair<Hash, protocol::TeamKeyBody>>> generations;
  for (const Bytes& bytes : acts_) {
    const auto act = protocol::decode<protocol::Act>(bytes);
    if (act->kind != static_cast<std::uint8_t>(protocol::ActKind::team_key)) continue;
    const auto body = protocol::decode<protocol::TeamKeyBody>(act->body);
    generations[body->team].emplace_back(protocol::act_hash(*act), *body);
  }
  std::size_t opened = 0;
  for (const auto& [team, bodies] : generations)
    for (std::size_t latest = 0; latest < bodies.size(); ++latest)
      for (const protocol::SealedShare& share : bodies[latest].second.shares) {
        auto key = protocol::open_share(site_, bodies[latest].second, devices_.at(share.device));
        for (std::size_t at = latest;; --at) {
          ASSERT_TRUE(key) << info_of(key.error().code).name;
          EXPECT_TRUE(equal(key->scalar().view(), team_keys_.at(bodies[at].first).scalar().view()));
          ++opened;
          if (at == 0) break;
          key = protocol::open_previous(site_, bodies[at].second, *key, bodies[at - 1].second.kem_key);
        }
      }
  EXPECT_GE(opened, team_keys_.size());
}

TEST_P(ProtocolVectors, Conversation) {
  TestKeyholder as_customer;
  as_customer.keys = &customer();
  TestKeyholder as_staff;
  as_staff.keys = &staff();
  as_staff.teams = &team_keys_;
  for (const TestKeyholder* who : {&as_customer, &as_staff}) {
    ConversationLog log = log_of(*who);
    EXPECT_EQ(log.head(), fixed_of<Hash>(conversation(), "start"));
    std::vector<std::string> texts;
    for (std::size_t seq = 1; seq <= entries(); ++seq) {
      const auto event = log.take(entry(seq));
      ASSERT_TRUE(event) << seq << " " << info_of(event.error().code).name << " " << event.error().detail;
      EXPECT_EQ(log.head(), fixed_of<Hash>(conversation().at("entries").at(seq - 1), "head"));
      EXPECT_FALSE(event->problem);
      if (event->kind == LogEvent::Kind::message) texts.push_back(event->text);
    }
    const json::array& messages = conversation().at("messages").as_array();
    ASSERT_EQ(texts.size(), messages.size());
    for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(texts[i], text_of(messages[i], "text"));
    for (const json::value& mark : conversation().at("marks").as_array()) {
      const auto decoded = protocol::decode<protocol::Mark>(bytes_of(mark, "mark"));
      ASSERT_TRUE(decoded);
      EXPECT_TRUE(log.check(*decoded));
      EXPECT_EQ(decoded->seq, number_of(mark, "seq"));
    }
    EXPECT_EQ(log.comparison_code(), text_of(conversation(), "comparison_code"));
    EXPECT_EQ(log.assigned(), fixed_of<PersonId>(conversation(), "person"));
  }
}

TEST_P(ProtocolVectors, AnyChangeOfAnEntryIsSeen) {
  TestKeyholder keys;
  keys.keys = &customer();
  for (std::size_t changed = 1; changed <= entries(); ++changed) {
    ConversationLog log = log_of(keys);
    for (std::size_t seq = 1; seq < changed; ++seq) ASSERT_TRUE(log.take(entry(seq)));
    protocol::Entry bent = entry(changed);
    bent.body.back() ^= 1;
    EXPECT_FALSE(log.take(bent)) << changed;
    bent.hash = crypto::sha256(bent.body);
    EXPECT_FALSE(log.take(bent)) << changed;
    EXPECT_TRUE(log.take(entry(changed))) << "nothing had changed";
  }
}

TEST_P(ProtocolVectors, PacketsAndMessageKeys) {
  std::map<Hash, protocol::EpochKey> epochs;
  for (const json::value& vector : conversation().at("packets").as_array()) {
    const auto packet = protocol::decode<protocol::Packet>(entry(number_of(vector, "seq")).body);
    ASSERT_TRUE(packet);
    EXPECT_EQ(protocol::packet_hash(*packet), fixed_of<Hash>(vector, "id"));
    auto key = protocol::EpochKey::from_secret(bytes_of(vector, "secret"));
    EXPECT_EQ(key.commit(), fixed_of<Hash>(vector, "commit"));
    EXPECT_EQ(packet->commit, key.commit());
    for (const protocol::Reader& reader : packet->readers) {
      const auto kind = static_cast<protocol::ReaderKind>(reader.kind);
      const bool team = kind == protocol::ReaderKind::team_key;
      const auto& pair = team ? team_keys_.at(reader.id) : devices_.at(DeviceId{reader.id.value}).kem;
      const auto opened = protocol::open_packet(*packet, kind, reader.id, pair);
      ASSERT_TRUE(opened);
      EXPECT_EQ(opened->commit(), key.commit());
    }
    epochs.emplace(fixed_of<Hash>(vector, "id"), std::move(key));
  }
  std::map<Hash, const json::value*> senders;
  for (const json::value& sender : conversation().at("senders").as_array()) {
    senders.emplace(fixed_of<Hash>(sender, "id"), &sender);
    EXPECT_EQ(crypto::Ed25519KeyPair::from_seed(bytes_of(sender, "seed"))->public_key(),
              fixed_of<SignKey>(sender, "key"));
  }
  for (const json::value& vector : conversation().at("messages").as_array()) {
    const auto envelope = protocol::decode<protocol::Envelope>(entry(number_of(vector, "seq")).body);
    ASSERT_TRUE(envelope);
    EXPECT_EQ(envelope->sender, fixed_of<Hash>(vector, "sender"));
    EXPECT_EQ(envelope->id, fixed_of<ClientMessageId>(vector, "id"));
    EXPECT_EQ(envelope->nonce, fixed_of<Nonce>(vector, "nonce"));
    const Secret key = epochs.at(envelope->packet).message_key(envelope->packet, envelope->sender);
    EXPECT_TRUE(equal(key.view(), bytes_of(vector, "key")));
    EXPECT_EQ(crypto::pad(bytes_of(vector, "content")), bytes_of(vector, "padded"));
    // Ed25519 signs the same twice, so the whole message can be made again.
    auto cipher = crypto::AesGcm::with_key(key.view());
    const auto conversation_id = fixed_of<ConversationId>(conversation(), "id");
    EXPECT_EQ(cipher->seal(envelope->nonce, protocol::message_aad(site_, conversation_id, *envelope),
                           bytes_of(vector, "padded")),
              envelope->ciphertext);
    const auto signer = crypto::Ed25519KeyPair::from_seed(bytes_of(*senders.at(envelope->sender), "seed"));
    EXPECT_EQ(signer->sign(signing_bytes(*envelope, site_, conversation_id)), envelope->signature);
  }
}

TEST_P(ProtocolVectors, RequestProof) {
  const json::value& request = all_.at("request");
  protocol::RequestProof proof{
      .time_ms = static_cast<TimeMs>(number_of(request, "time_ms")), .nonce = {}, .signature = {}};
  const Bytes nonce = bytes_of(request, "nonce");
  std::ranges::copy(nonce, proof.nonce.begin());
  const Bytes bytes = protocol::request_bytes(fixed_of<SessionId>(request, "session"), proof.time_ms, proof.nonce,
                                              text_of(request, "method"), text_of(request, "path"),
                                              crypto::sha256(as_bytes(text_of(request, "body"))));
  EXPECT_EQ(bytes, bytes_of(request, "signed"));
  const auto key = crypto::Ed25519KeyPair::from_seed(bytes_of(request, "seed"));
  EXPECT_EQ(key->public_key(), fixed_of<SignKey>(request, "key"));
  proof.signature = key->sign(bytes);
  EXPECT_EQ(protocol::format_request_proof(proof), text_of(request, "header"));
  EXPECT_EQ(protocol::parse_request_proof(text_of(request, "header")), proof);
}

TEST_P(ProtocolVectors, OtherProofs) {
  std::size_t checked = 0;
  for (const json::value& vector : all_.at("proofs").as_array()) {
    const std::string name = text_of(vector, "name");
    const auto field = [&](std::size_t i) {
      return from_hex(std::string_view(vector.at("fields").at(i).as_string())).value();
    };
    const auto as = [&]<class T>(std::size_t i, T*) { return T::from(field(i)).value(); };
    constexpr Hash* kHash = nullptr;
    constexpr SignKey* kKey = nullptr;
    constexpr DeviceId* kDevice = nullptr;
    constexpr SessionId* kSession = nullptr;
    Bytes bytes;
    if (name == "visitor")
      bytes = protocol::visitor_bytes(as(0, kHash), as(1, static_cast<SiteId*>(nullptr)), as(2, kKey));
    if (name == "sign-in") bytes = protocol::sign_in_bytes(as(0, kHash), as(1, kDevice), as(2, kKey));
    if (name == "enrol") bytes = protocol::enrol_bytes(as(0, kDevice), as(1, kKey));
    if (name == "socket")
      bytes = protocol::socket_bytes(as(0, kHash), as(1, kSession), as(2, static_cast<ConversationId*>(nullptr)));
    if (name == "desk") bytes = protocol::desk_bytes(as(0, kHash), as(1, kSession));
    if (name == "join") bytes = protocol::join_bytes(as(0, kDevice));
    const auto key = crypto::Ed25519KeyPair::from_seed(bytes_of(vector, "seed"));
    EXPECT_EQ(key->public_key(), fixed_of<SignKey>(vector, "key"));
    EXPECT_EQ(key->sign(bytes), fixed_of<Signature>(vector, "signature")) << name;
    checked += bytes.empty() ? 0U : 1U;
  }
  EXPECT_EQ(checked, 6U);
}

TEST_P(ProtocolVectors, KeysAtRest) {
  const json::value& lock = all_.at("lock");
  protocol::Encoder info;
  info.label("lock");
  info.raw(fixed_of<DeviceId>(lock, "device"));
  const Secret key = crypto::hkdf(bytes_of(lock, "share"), {}, info.take(), 32);
  EXPECT_TRUE(equal(key.view(), bytes_of(lock, "key")));
  const Bytes wrapped = bytes_of(lock, "wrapped");
  const auto nonce = Nonce::from(ByteView(wrapped).first(Nonce::kSize));
  EXPECT_EQ(*nonce, fixed_of<Nonce>(lock, "nonce"));
  const auto plain = crypto::AesGcm::with_key(key.view())->open(*nonce, {}, ByteView(wrapped).subspan(Nonce::kSize));
  ASSERT_TRUE(plain);
  const protocol::DeviceKeys& device = devices_.at(fixed_of<DeviceId>(lock, "device"));
  EXPECT_TRUE(protocol::DeviceKeys::restore(device.record, ByteView(*plain).first(32), ByteView(*plain).subspan(32)));
}

INSTANTIATE_TEST_SUITE_P(Shared, ProtocolVectors, ::testing::ValuesIn(vector_files()), [](const auto& info) {
  std::string name = std::filesystem::path(info.param).stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace cloister::client
