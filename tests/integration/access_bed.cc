#include "integration/access_bed.h"

#include "protocol/act_maker.h"

namespace cloister::testing {

using client::ApiCall;
using client::ApiClient;
using protocol::Role;

namespace {

client::AgentCredentials copy_of(const client::AgentCredentials& own) {
  return {
      .site = own.site,
      .root = own.root,
      .rp_id = own.rp_id,
      .name = own.name,
      .device = *protocol::DeviceKeys::restore(own.device.record, own.device.sign.seed().view(),
                                               own.device.kem.scalar().view()),
      .passkey = *client::SoftwarePasskey::restore(own.passkey.passkey().credential_id, own.passkey.scalar().view())};
}

}  // namespace

void AccessBed::SetUp() {
  anna_ = enrol_first(*loop_, server_, 0);
  const Hash root = anna_->credentials().root;
  ben_ = enrol_colleague(*loop_, server_, *anna_, static_cast<std::uint8_t>(Role::agent));
  supervisor_ = enrol_colleague(*loop_, server_, *anna_, static_cast<std::uint8_t>(Role::supervisor));
  leaver_ = enrol_colleague(*loop_, server_, *anna_, static_cast<std::uint8_t>(Role::agent));
  foreign_agent_ = enrol_first(*loop_, server_, 1);
  owner_ = open_visitor(*loop_, server_, 0, root);
  stranger_ = open_visitor(*loop_, server_, 0, root);
  gone_visitor_ = open_visitor(*loop_, server_, 0, root);
  foreign_visitor_ = open_visitor(*loop_, server_, 1, foreign_agent_->credentials().root);

  waiting_ = start(*owner_);
  assigned_ = start(*owner_);
  closed_ = start(*owner_);
  left_ = start(*owner_);
  foreign_ = start(*foreign_visitor_);
  for (const auto& taken : {assigned_, closed_}) {
    auto chat = await<std::shared_ptr<client::Chat>>(
        *loop_, [&](auto done) { anna_->accept(taken->conversation(), listener_, std::move(done)); });
    ASSERT_TRUE(chat);
    if (taken == assigned_) anna_chat_ = *chat;
  }
  closed_->close(protocol::CloseReason::left);
  left_->close(protocol::CloseReason::left);
  ASSERT_TRUE(run_until(*loop_, [&] { return closed_->log().closed() && left_->log().closed(); }));

  locked_ = sign_in_again(*anna_);
  ASSERT_EQ(ask(Action::staff_lock, locked_->proof_of()), std::nullopt);
  ASSERT_EQ(ask({.action = Action::session_end, .credentials = gone_visitor_->credentials()}, chat()), std::nullopt);
  remove(*leaver_);
}

std::shared_ptr<client::Chat> AccessBed::start(client::Visitor& visitor) {
  auto chat =
      await<std::shared_ptr<client::Chat>>(*loop_, [&](auto done) { visitor.start(listener_, std::move(done)); });
  EXPECT_TRUE(chat) << info_of(chat.error().code).name;
  return *chat;
}

std::shared_ptr<client::Agent> AccessBed::sign_in_again(const client::Agent& agent) {
  client::AgentOptions options;
  options.server = server_.address(0);
  auto again = await<std::shared_ptr<client::Agent>>(*loop_, [&](auto done) {
    client::Agent::sign_in(*loop_, options, copy_of(agent.credentials()), system_random(), std::move(done));
  });
  EXPECT_TRUE(again);
  return *again;
}

void AccessBed::remove(const client::Agent& agent) {
  const auto place = protocol::ActPlace::on_top_of(testing::current_roster(*loop_, *anna_), wall_clock_ms());
  const protocol::Act act = protocol::make_remove_person(place, agent.session().person, anna_->device());
  const auto taken = testing::submit_act(*loop_, server_.address(0), *anna_, act);
  ASSERT_TRUE(taken) << info_of(taken.error().code).name << taken.error().detail;
}

store::sqlite::Connection AccessBed::disk(bool writes) {
  store::sqlite::ConnectionOptions options;
  options.path = server_.config().data_directory / "cloister.db";
  options.writes = writes;
  auto disk = store::sqlite::Connection::open(options);
  EXPECT_TRUE(disk);
  return std::move(*disk);
}

std::int64_t AccessBed::on_disk(const std::string& rows) {
  return disk(false).number(("SELECT count(*) FROM " + rows).c_str()).value_or(-1);
}

std::vector<Principal> AccessBed::principals() {
  using namespace protocol;
  constexpr Relations own = kRelationCustomerOwn;
  constexpr Relations other = kRelationCustomerOther;
  constexpr Relations locked = kRelationAgentLocked;
  constexpr Relations foreign = kRelationForeign;
  constexpr Relations nobody = kRelationNobody;
  const client::Credentials anna = anna_->proof_of();
  return {
      //                                                    waiting, assigned, closed, left, foreign, missing
      {"nobody", std::nullopt, nobody, {nobody, nobody, nobody, nobody, nobody, nobody}},
      {"customer of all", owner_->credentials(), kRelationCustomer, {own, own, own, own, other, other}},
      {"customer of another", stranger_->credentials(), kRelationCustomer, {other, other, other, other, other, other}},
      {"thief of a session id",
       client::Credentials{.session = anna.session, .key = stranger_->credentials().key},
       0,
       {},
       ErrorCode::bad_proof},
      {"agent assigned, and admin",
       anna,
       kRelationAgent | kRelationAdmin,
       {kRelationAgentWaiting, kRelationAgentAssigned, kRelationAgentAssigned, 0, 0, 0}},
      {"agent not assigned",
       ben_->proof_of(),
       kRelationAgent,
       {kRelationAgentWaiting, kRelationAgentOther, kRelationAgentOther, 0, 0, 0}},
      {"supervisor, not an agent", supervisor_->proof_of(), kRelationAgent, {0, 0, 0, 0, 0, 0}},
      {"agent locked", locked_->proof_of(), locked, {locked, locked, locked, locked, locked, locked}},
      {"agent of another site",
       foreign_agent_->proof_of(),
       foreign,
       {foreign, foreign, foreign, foreign, foreign, foreign}},
      {"customer of another site",
       foreign_visitor_->credentials(),
       foreign,
       {foreign, foreign, foreign, foreign, foreign, foreign}},
      {"session that never was",
       client::Credentials{.session = system_random().make<SessionId>(), .key = anna.key},
       0,
       {},
       ErrorCode::no_session},
      {"member of staff who was removed", leaver_->proof_of(), 0, {}, ErrorCode::no_session},
      {"customer whose session has ended", gone_visitor_->credentials(), 0, {}, ErrorCode::no_session},
  };
}

ConversationId AccessBed::id_of(Place place) const {
  switch (place) {
    case Place::waiting:
      return waiting_->conversation();
    case Place::assigned:
      return assigned_->conversation();
    case Place::closed:
      return closed_->conversation();
    case Place::left:
      return left_->conversation();
    case Place::foreign:
      return foreign_->conversation();
    case Place::missing:
      return missing_;
  }
  return missing_;
}

}  // namespace cloister::testing
