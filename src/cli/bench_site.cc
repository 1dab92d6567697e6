#include "cli/bench_site.h"

#include <optional>

namespace cloister::cli {
namespace {

constexpr client::LogOptions kLoad{.verify_every = kVerifyEvery, .open_messages = false};

std::optional<SessionId> secret_of(const std::string& link) {
  static constexpr std::string_view kMark = "#first.";
  const auto at = link.find(kMark);
  if (at == std::string::npos) return std::nullopt;
  return SessionId::parse(std::string_view(link).substr(at + kMark.size()));
}

}  // namespace

void BenchParty::on_offline(client::Chat&, const Error& why) {
  ++offline;
  last_problem = why.detail;
}

void BenchParty::on_violation(client::Chat&, const Error& why) {
  ++violations;
  last_problem = std::string(info_of(why.code).name) + " " + why.detail;
}

void BenchParty::on_ended(client::Chat&, ErrorCode code) {
  ++violations;
  last_problem = info_of(code).name;
}

BenchSite::~BenchSite() = default;

Status BenchSite::run_until(const std::function<bool()>& ready, const std::function<std::size_t()>& progress) {
  std::size_t before = progress();
  TimeMs moved_ms = steady_clock_ms();
  while (!ready()) {
    loop_.run_once(20);
    const TimeMs now = steady_clock_ms();
    if (const std::size_t at = progress(); at != before) {
      before = at;
      moved_ms = now;
    }
    if (now - moved_ms > kPatienceMs) return fail(ErrorCode::too_slow, "nothing has moved for a minute");
  }
  return {};
}

void BenchSite::run_for(DurationMs ms) {
  for (const TimeMs end = steady_clock_ms() + ms; steady_clock_ms() < end;) loop_.run_once(20);
}

Status BenchSite::open_staff(const BenchServerOptions& options, std::size_t conversations) {
  const client::AgentOptions agent_options{.server = server_.address(), .log = kLoad, .send_delivered_marks = marks_};
  std::optional<Result<std::shared_ptr<client::Agent>>> came;
  const auto arrived = [&](Result<std::shared_ptr<client::Agent>> agent) { came = std::move(agent); };
  const auto wait = [&]() -> Status {
    CLOISTER_CHECK(run_until([&] { return came.has_value(); }, [] { return std::size_t{0}; }));
    if (!*came) return std::unexpected(came->error());
    agents_.push_back(**came);
    came.reset();
    return {};
  };
  const std::size_t sessions = 1 + conversations / kConversationsPerSession;
  if (!options.agent_file.empty() && std::filesystem::exists(options.agent_file)) {
    CLOISTER_TRY(auto credentials, client::AgentCredentials::load(options.agent_file));
    client::Agent::sign_in(loop_, agent_options, std::move(credentials), system_random(), arrived);
  } else {
    const auto secret = secret_of(server_.enrolment());
    if (!secret) return fail(ErrorCode::malformed, "an enrolment link or a file of credentials is needed");
    client::Agent::enrol_first(loop_, agent_options, *secret, "Robin (benchmark)", system_random(), arrived);
  }
  CLOISTER_CHECK(wait());
  const client::AgentCredentials& own = agents_.front()->credentials();
  if (!options.agent_file.empty()) CLOISTER_CHECK(own.save(options.agent_file));
  while (agents_.size() < sessions) {
    CLOISTER_TRY(auto device, protocol::DeviceKeys::restore(own.device.record, own.device.sign.seed().view(),
                                                            own.device.kem.scalar().view()));
    CLOISTER_TRY(auto passkey,
                 client::SoftwarePasskey::restore(own.passkey.passkey().credential_id, own.passkey.scalar().view()));
    client::Agent::sign_in(loop_, agent_options,
                           {own.site, own.root, own.rp_id, own.name, std::move(device), std::move(passkey)},
                           system_random(), arrived);
    CLOISTER_CHECK(wait());
  }
  agents_.front()->set_available(true);
  agents_.front()->open_desk(desk_);
  const client::ServerAddress& at = server_.address();
  api_ = client::ApiClient::create(loop_, at.target_of(at.chat_host), at.origin_of(at.chat_host), kApiConnections);
  key_log_ = client::KeyLog::create(api_, own.site, own.root);
  return {};
}

void BenchSite::start_customer(BenchParty& party, std::function<void(Status)> done) {
  const client::AgentCredentials& site = agents_.front()->credentials();
  auto visitor = client::Visitor::create(
      loop_,
      {.server = server_.address(), .site = site.site, .root = site.root, .log = kLoad, .send_delivered_marks = marks_},
      system_random(), api_, key_log_);
  visitors_.push_back(visitor);
  visitor->open([visitor, &party, done = std::move(done)](Result<void> opened) {
    if (!opened) return done(opened);
    visitor->start(party, [&party, done](Result<std::shared_ptr<client::Chat>> chat) {
      if (!chat) return done(std::unexpected(chat.error()));
      party.chat = std::move(*chat);
      done({});
    });
  });
}

void BenchSite::accept(std::size_t number, const ConversationId& conversation, BenchParty& party,
                       std::function<void(Status)> done) {
  client::Agent& agent = *agents_[number / kConversationsPerSession % agents_.size()];
  agent.accept(conversation, party, [&party, done = std::move(done)](Result<std::shared_ptr<client::Chat>> chat) {
    if (!chat) return done(std::unexpected(chat.error()));
    party.chat = std::move(*chat);
    done({});
  });
}

void BenchSite::close_idle() { api_->close(); }

}  // namespace cloister::cli
