#include "support/test_server.h"

#include <chrono>
#include <cstdlib>
#include <future>

#include "protocol/act_maker.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "support/free_port.h"

namespace cloister::testing {
TestServer::TestServer(const std::function<void(server::Config&)>& adjust) {
  std::string pattern = std::filesystem::temp_directory_path() / "cloister-test-XXXXXX";
  directory_ = ::mkdtemp(pattern.data());
  config_.data_directory = directory_ / "data";
  config_.port = free_port();
  config_.threads = 2;
  config_.sites = {
      server::SiteHosts{.chat = "chat.localhost", .console = "console.localhost", .shop = "", .embedding_origins = {}},
      server::SiteHosts{
          .chat = "chat2.localhost", .console = "console2.localhost", .shop = "", .embedding_origins = {}}};
  // All clients of a test are at one address, and some tests are hundreds of them; those about limits set them.
  config_.per_network = core::NetworkLimits::none();
  if (adjust) adjust(config_);
  start();
  net::TlsClientOptions options;
  options.ca_file = server_->certificate_file();
  tls_ = net::TlsClientContext::create(options).value();
}

void TestServer::start() {
  ended_ = false;
  std::promise<Status> started;
  thread_ = std::thread([this, &started] {
    auto server = server::Server::start(config_);
    if (!server) return started.set_value(std::unexpected(server.error()));
    server_ = std::move(*server);
    addresses_ = server_->addresses();
    server_->loop().post([&started] { started.set_value({}); });
    server_->run();
    ended_ = true;
  });
  const Status status = started.get_future().get();
  EXPECT_TRUE(status) << (status ? "" : status.error().detail);
}

void TestServer::stop() {
  if (server_) server_->stop();
  thread_.join();
  server_.reset();
}

void TestServer::restart(net::EventLoop& loop, const std::function<void()>& meanwhile) {
  server_->stop();
  EXPECT_TRUE(run_until(loop, [this] { return ended_.load(); }));
  stop();
  meanwhile();
  start();
}

TestServer::~TestServer() {
  stop();
  std::filesystem::remove_all(directory_);
}

client::ServerAddress TestServer::address(std::size_t site) const {
  return {.address = "127.0.0.1",
          .port = config_.port,
          .chat_host = config_.sites[site].chat,
          .console_host = config_.sites[site].console,
          .tls = tls_};
}

SiteId TestServer::site(std::size_t index) const { return *SiteId::parse(addresses_[index].site); }

SessionId TestServer::first_link(std::size_t index) const {
  const std::string& link = addresses_[index].enrolment;
  return *SessionId::parse(std::string_view(link).substr(link.find("#first.") + 7));
}

bool run_until(net::EventLoop& loop, const std::function<bool()>& done, DurationMs within_ms) {
  const TimeMs until = steady_clock_ms() + within_ms;
  while (!done()) {
    if (steady_clock_ms() > until) return false;
    loop.run_once(50);
  }
  return true;
}

std::shared_ptr<client::Agent> enrol_first(net::EventLoop& loop, const TestServer& server, std::size_t site) {
  return enrol_first(loop, server.address(site), server.first_link(site));
}

std::shared_ptr<client::Agent> enrol_first(net::EventLoop& loop, const client::ServerAddress& address,
                                           const SessionId& link) {
  auto agent = await<std::shared_ptr<client::Agent>>(loop, [&](auto done) {
    client::AgentOptions options;
    options.server = address;
    client::Agent::enrol_first(loop, options, link, "Anna", system_random(), std::move(done));
  });
  EXPECT_TRUE(agent) << info_of(agent.error().code).name << " " << agent.error().detail;
  return *agent;
}

Result<protocol::ActTaken> submit_act(net::EventLoop& loop, const client::ServerAddress& address,
                                      const client::Agent& agent, const protocol::Act& act) {
  const auto api =
      client::ApiClient::create(loop, address.target_of(address.console_host), address.origin_of(address.console_host));
  return await<protocol::ActTaken>(loop, [&](auto done) {
    api->call<protocol::ActTaken>({.action = protocol::Action::act_submit, .credentials = agent.proof_of()},
                                  protocol::ActSubmit{.act = encode(act)}, std::move(done));
  });
}

protocol::SiteRoster current_roster(net::EventLoop& loop, client::Agent& agent) {
  const auto current = await<client::RosterPtr>(loop, [&](auto done) { agent.key_log()->refresh(std::move(done)); });
  EXPECT_TRUE(current) << info_of(current.error().code).name;
  return **current;
}

protocol::Act invite(const protocol::SiteRoster& roster, const client::Agent& inviter, const Invited& invited) {
  const auto now = wall_clock_ms();
  return protocol::make_invite(protocol::ActPlace::on_top_of(roster, now),
                               {.invitation_key = invited.key.public_key(),
                                .person = invited.person,
                                .roles = invited.roles,
                                .expires_ms = static_cast<std::uint64_t>(now + kHourMs)},
                               inviter.device());
}

std::shared_ptr<client::Agent> enrol_colleague(net::EventLoop& loop, const TestServer& server, client::Agent& inviter,
                                               std::uint8_t roles) {
  const client::ServerAddress address = server.address(0);
  const std::string origin = address.origin_of(address.console_host);
  const auto api = client::ApiClient::create(loop, address.target_of(address.console_host), origin);
  const Invited invited{.key = crypto::Ed25519KeyPair::generate(system_random()),
                        .person = system_random().make<PersonId>(),
                        .roles = roles};
  const auto now = wall_clock_ms();
  const protocol::SiteRoster before = current_roster(loop, inviter);
  const protocol::Act invitation = invite(before, inviter, invited);
  const auto taken = submit_act(loop, address, inviter, invitation);
  EXPECT_TRUE(taken) << info_of(taken.error().code).name;

  protocol::SiteRoster after = before;
  EXPECT_TRUE(after.append(invitation));
  auto device =
      protocol::DeviceKeys::generate(server.site(0), protocol::OwnerKind::staff, protocol::owner_of(invited.person),
                                     static_cast<std::uint64_t>(now), system_random());
  auto passkey = client::SoftwarePasskey::generate(system_random());
  const protocol::Act join =
      protocol::make_join(protocol::ActPlace::on_top_of(after, wall_clock_ms()), protocol::act_hash(invitation),
                          passkey.passkey(), invited.key, device);
  const auto session_key = crypto::Ed25519KeyPair::generate(system_random());
  protocol::EnrolJoin request;
  request.acts.push_back(encode(join));
  request.registration = passkey.registration(address.console_host, origin, device.id);
  request.name = "Ben";
  request.share = system_random().make<Hash>();
  request.session_key = session_key.public_key();
  request.proof = session_key.sign(protocol::enrol_bytes(device.id, session_key.public_key()));
  const auto joined = await<protocol::StaffSession>(loop, [&](auto done) {
    api->call<protocol::StaffSession>({.action = protocol::Action::enrol_join}, request, std::move(done));
  });
  EXPECT_TRUE(joined) << info_of(joined.error().code).name;

  auto agent = await<std::shared_ptr<client::Agent>>(loop, [&](auto done) {
    client::AgentOptions options;
    options.server = address;
    client::AgentCredentials credentials{.site = server.site(0),
                                         .root = inviter.credentials().root,
                                         .rp_id = address.console_host,
                                         .name = "Ben",
                                         .device = std::move(device),
                                         .passkey = std::move(passkey)};
    client::Agent::sign_in(loop, options, std::move(credentials), system_random(), std::move(done));
  });
  EXPECT_TRUE(agent) << info_of(agent.error().code).name;
  return *agent;
}

std::shared_ptr<client::Visitor> open_visitor(net::EventLoop& loop, const TestServer& server, std::size_t site,
                                              const Hash& root) {
  return open_visitor(loop, server.address(site), server.site(site), root);
}

std::shared_ptr<client::Visitor> open_visitor(net::EventLoop& loop, const client::ServerAddress& address,
                                              const SiteId& site, const Hash& root) {
  client::VisitorOptions options;
  options.server = address;
  options.site = site;
  options.root = root;
  auto visitor = client::Visitor::create(loop, options, system_random());
  const auto opened = await<void>(loop, [&](auto done) { visitor->open(std::move(done)); });
  EXPECT_TRUE(opened) << info_of(opened.error().code).name;
  return visitor;
}

}  // namespace cloister::testing
