#include "protocol/epoch.h"

#include <gtest/gtest.h>

#include "protocol/device_keys.h"
#include "protocol/names.h"
#include "protocol/signatures.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::protocol {
namespace {

class EpochTest : public ::testing::Test {
 protected:
  test::SeededRandom random_{7};
  SiteId site_ = random_.make<SiteId>();
  DeviceKeys customer_ = DeviceKeys::generate(site_, OwnerKind::customer, random_.make<OwnerId>(), 1, random_);
  crypto::P256KeyPair team_ = crypto::P256KeyPair::generate(random_);
  Hash team_id_ = random_.make<Hash>();
  PacketDraft draft_{.site = site_,
                     .conversation = random_.make<ConversationId>(),
                     .epoch = 3,
                     .prev = random_.make<Hash>(),
                     .head = random_.make<Hash>(),
                     .maker = customer_.id,
                     .tree_size = 9,
                     .tree_root = random_.make<Hash>()};
  std::vector<AllowedReader> readers_{{ReaderKind::customer_device, reader_id(customer_.id), {}},
                                      {ReaderKind::team_key, team_id_, team_.public_key().bytes()}};

  MadePacket make() { return *make_packet(draft_, readers_, customer_.record.kem_key, customer_.sign, random_); }
};

TEST_F(EpochTest, EveryReaderReachesTheSameSecret) {
  const MadePacket made = make();
  EXPECT_TRUE(verify_signed(real_signatures(), made.packet, customer_.record.sign_key));
  EXPECT_TRUE(check_readers(made.packet, readers_));
  const auto as_device = open_packet(made.packet, ReaderKind::customer_device, reader_id(customer_.id), customer_.kem);
  const auto as_team = open_packet(made.packet, ReaderKind::team_key, team_id_, team_);
  ASSERT_TRUE(as_device && as_team);
  const Hash packet = packet_hash(made.packet);
  const Hash sender = random_.make<Hash>();
  const Secret key = made.key.message_key(packet, sender);
  EXPECT_TRUE(equal(as_device->message_key(packet, sender).view(), key.view()));
  EXPECT_TRUE(equal(as_team->message_key(packet, sender).view(), key.view()));
  EXPECT_EQ(made.key.commit(), made.packet.commit);
  EXPECT_FALSE(equal(key.view(), made.key.message_key(packet, random_.make<Hash>()).view()));
  EXPECT_FALSE(equal(key.view(), made.key.message_key(random_.make<Hash>(), sender).view()));
}

TEST_F(EpochTest, NobodyElseDoes) {
  const MadePacket made = make();
  const auto stranger = crypto::P256KeyPair::generate(random_);
  EXPECT_ERROR(open_packet(made.packet, ReaderKind::team_key, team_id_, stranger), decryption_failed);
  EXPECT_ERROR(open_packet(made.packet, ReaderKind::staff_device, team_id_, team_), missing_key);
  EXPECT_ERROR(open_packet(made.packet, ReaderKind::team_key, random_.make<Hash>(), team_), missing_key);
}

TEST_F(EpochTest, TheSecretIsBoundToItsPlace) {
  const MadePacket made = make();
  const auto moved = [&](auto change) {
    Packet packet = made.packet;
    change(packet);
    return open_packet(packet, ReaderKind::team_key, team_id_, team_);
  };
  EXPECT_ERROR(moved([&](Packet& p) { p.conversation = random_.make<ConversationId>(); }), decryption_failed);
  EXPECT_ERROR(moved([&](Packet& p) { p.site = random_.make<SiteId>(); }), decryption_failed);
  EXPECT_ERROR(moved([&](Packet& p) { p.epoch++; }), decryption_failed);
  EXPECT_ERROR(moved([&](Packet& p) { p.prev = random_.make<Hash>(); }), decryption_failed);
  EXPECT_ERROR(moved([&](Packet& p) { p.maker = random_.make<DeviceId>(); }), decryption_failed);
  EXPECT_ERROR(moved([&](Packet& p) { p.suite = 2; }), unsupported_suite);
}

TEST_F(EpochTest, AMakerCannotGiveReadersDifferentSecrets) {
  MadePacket one = make();
  const MadePacket other = make();
  // The team's share of another epoch of the same place: it opens, and is not what was committed to.
  one.packet.readers[1].sealed = other.packet.readers[1].sealed;
  EXPECT_TRUE(open_packet(one.packet, ReaderKind::customer_device, reader_id(customer_.id), customer_.kem));
  EXPECT_ERROR(open_packet(one.packet, ReaderKind::team_key, team_id_, team_), wrong_reader);
}

TEST_F(EpochTest, RefusesWeakReadersAndTooMany) {
  readers_[1].kem_key = KemKey{};
  EXPECT_FALSE(make_packet(draft_, readers_, customer_.record.kem_key, customer_.sign, random_));
  readers_.resize(kMaxReaders + 1, readers_[0]);
  EXPECT_ERROR(make_packet(draft_, readers_, customer_.record.kem_key, customer_.sign, random_), limit_reached);
}

}  // namespace
}  // namespace cloister::protocol
