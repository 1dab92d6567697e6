#include "server/server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <csignal>
#include <thread>

#include "crypto/keyed_hash.h"
#include "net/redirect.h"
#include "net/self_signed.h"
#include "net/server.h"
#include "net/tls_context.h"
#include "server/app.h"
#include "server/conversation_host.h"
#include "server/hub.h"
#include "store/data_directory.h"
#include "store/sqlite/sqlite_store.h"

namespace cloister::server {
namespace {

/// Days that a development certificate must still be good for at the start.
constexpr int kCertificateMarginDays = 7;
constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP};

struct Certificate {
  std::string certificate_file;
  std::string key_file;
};

Result<Certificate> certificate_for(const Config& config) {
  if (!config.certificate_file.empty()) return Certificate{config.certificate_file.string(), config.key_file.string()};
  Certificate made{(config.data_directory / "development.crt").string(),
                   (config.data_directory / "development.key").string()};
  std::vector<std::string> names;
  for (const SiteHosts& site : config.sites)
    for (const std::string& host : {site.chat, site.console, site.shop})
      if (!host.empty()) names.push_back(host);
  if (!net::certificate_good_for(made.certificate_file, made.key_file, names, kCertificateMarginDays))
    CLOISTER_CHECK(net::write_self_signed({.names = names}, made.certificate_file, made.key_file));
  return made;
}

/// Before any thread starts: a signal reaches the loop that watches for it, and nobody else.
void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : kSignals) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  // A write beyond the largest file that this process may have fails like one on a full disk, and ends nothing.
  std::signal(SIGXFSZ, SIG_IGN);
}

/// Completions go to the loop of their lane, one post for each. Until the loops run, whoever waits is the starting
/// thread, and gets them at once.
store::Deliver deliver_to(std::vector<net::EventLoop*> loops, const std::atomic<bool>& running) {
  return [loops = std::move(loops), &running](std::vector<store::Completion>&& completions) {
    if (!running) return store::deliver_inline(std::move(completions));
    std::vector<std::vector<store::Completion>> lanes(loops.size());
    for (store::Completion& completion : completions) lanes[completion.lane].push_back(std::move(completion));
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      if (lanes[lane].empty()) continue;
      loops[lane]->post([ended = std::move(lanes[lane])]() mutable {
        for (store::Completion& completion : ended)
          if (completion.done) completion.done(completion.status);
      });
    }
  };
}

}  // namespace

struct Server::Parts {
  Config config;
  /// The loops have been started.
  std::atomic<bool> running = false;
  std::unique_ptr<store::DataDirectory> data;
  std::unique_ptr<net::LoopPool> loops;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<crypto::KeyedHash> keyed;
  std::unique_ptr<RecordWriter> writer;
  std::unique_ptr<StorageGuard> guard;
  std::unique_ptr<Context> context;
  std::unique_ptr<Hub> hub;
  std::vector<std::unique_ptr<ConversationHost>> hosts;
  std::unique_ptr<App> app;
  std::shared_ptr<net::TlsServerContext> tls;
  std::unique_ptr<net::Server> http;
  std::unique_ptr<net::RedirectListener> redirect;
  Certificate certificate;
  /// By site: the secret of the first enrolment link, while there is one.
  std::vector<std::string> enrolment;

  Status open();
  Status open_sites();
  Status open_site(const SiteHosts& hosts);
  Status listen();
  Result<std::string> make_first_link(const SiteContext& site);
};

Status Server::Parts::open() {
  if (const std::string problem = check_config(config); !problem.empty()) return fail(ErrorCode::malformed, problem);
  CLOISTER_TRY(auto directory, store::DataDirectory::open(config.data_directory, system_random()));
  data = std::make_unique<store::DataDirectory>(std::move(directory));
  const std::size_t count = config.threads != 0 ? config.threads : std::max(1U, std::thread::hardware_concurrency());
  CLOISTER_TRY(loops, net::LoopPool::create(count));
  store::SqliteOptions options;
  options.database = data->database().string();
  options.keys = data->keys().string();
  options.deliver = deliver_to(loops->all(), running);
  CLOISTER_TRY(store, store::open_sqlite_store(std::move(options), data->master_keys(), system_random()));
  CLOISTER_TRY(auto keyed_hash, crypto::KeyedHash::create(data->master_keys().derive("lookup").view()));
  keyed = std::make_unique<crypto::KeyedHash>(std::move(keyed_hash));
  writer = std::make_unique<RecordWriter>(*store);
  guard = std::make_unique<StorageGuard>(config.storage,
                                         [directory = config.data_directory] { return space_of(directory); });
  context = std::make_unique<Context>(Context{.config = config,
                                              .store = *store,
                                              .random = system_random(),
                                              .keyed = *keyed,
                                              .record = *writer,
                                              .storage = *guard,
                                              .loops = loops->all(),
                                              .sites = {},
                                              .hub = nullptr,
                                              .hosts = {}});
  CLOISTER_CHECK(open_sites());
  hub = std::make_unique<Hub>(*context);
  context->hub = hub.get();
  for (std::size_t i = 0; i < loops->size(); ++i) {
    hosts.push_back(std::make_unique<ConversationHost>(*context, loops->loop(i), static_cast<std::uint32_t>(i)));
    context->hosts.push_back(hosts.back().get());
  }
  CLOISTER_CHECK(hub->restore());
  for (const auto& site : context->sites) {
    CLOISTER_TRY(auto link, make_first_link(*site));
    enrolment.push_back(std::move(link));
  }
  return listen();
}

Status Server::Parts::open_sites() {
  for (const SiteHosts& site_hosts : config.sites) CLOISTER_CHECK(open_site(site_hosts));
  return {};
}

Status Server::Parts::open_site(const SiteHosts& site_hosts) {
  CLOISTER_TRY(const auto known, store->sites());
  std::optional<store::SiteRecord> record;
  for (const SiteId& id : known) {
    CLOISTER_TRY(auto candidate, store->site(id));
    if (candidate.rp_id == site_hosts.console) record = std::move(candidate);
  }
  if (!record) {
    const auto log_key = crypto::Ed25519KeyPair::generate(system_random());
    record = store::SiteRecord{.site = system_random().make<SiteId>(),
                               .rp_id = site_hosts.console,
                               .log_key_seed = log_key.seed(),
                               .support_team = system_random().make<TeamId>(),
                               .supervisors_team = system_random().make<TeamId>(),
                               .first_link = std::nullopt,
                               .created_ms = wall_clock_ms()};
    const SiteId id = record->site;
    CLOISTER_CHECK(store->run(store::CreateSite{.site = std::move(*record)}));
    CLOISTER_TRY(record, store->site(id));
  }
  CLOISTER_TRY(auto log_key, crypto::Ed25519KeyPair::from_seed(record->log_key_seed.view()));
  context->sites.push_back(std::make_unique<SiteContext>(config, site_hosts, *record, std::move(log_key)));
  return {};
}

Result<std::string> Server::Parts::make_first_link(const SiteContext& site) {
  if (site.roster.load()->size() > 0) return std::string();
  const auto secret = system_random().make<SessionId>();
  CLOISTER_CHECK(store->run(store::SetFirstLink{.site = site.id, .first_link = keyed->hash("first-link", secret)}));
  // In the fragment, which browsers do not send.
  return fmt::format("{}/enrol#first.{}", site.console_origin, secret.text());
}

Status Server::Parts::listen() {
  CLOISTER_TRY(certificate, certificate_for(config));
  CLOISTER_TRY(tls, net::TlsServerContext::create(certificate.certificate_file, certificate.key_file));
  app = std::make_unique<App>(*context);
  net::ServerOptions options;
  options.address = config.address;
  options.port = config.port;
  options.limits.message_bytes = static_cast<std::size_t>(protocol::kMaxFrameBytes);
  options.limits.unproven_per_network = config.per_network.unproven;
  options.limits.held_bytes_per_network = config.per_network.body_bytes;
  CLOISTER_TRY(http, net::Server::start(std::move(options), tls, *app, loops->all()));
  if (config.redirect_port != 0) {
    net::RedirectOptions redirect_options{
        .address = config.address, .port = config.redirect_port, .https_port = config.port, .hosts = {}};
    for (const SiteHosts& site : config.sites)
      for (const std::string& host : {site.chat, site.console, site.shop})
        if (!host.empty()) redirect_options.hosts.push_back(host);
    CLOISTER_TRY(redirect, net::RedirectListener::start(std::move(redirect_options), loops->loop(0)));
  }
  return {};
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  if (parts_->store) parts_->store->close();
}

Result<std::unique_ptr<Server>> Server::start(const Config& config) {
  block_signals();
  auto parts = std::make_unique<Parts>();
  parts->config = config;
  CLOISTER_CHECK(parts->open());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

std::uint16_t Server::port() const { return parts_->http->port(); }

std::string Server::certificate_file() const { return parts_->certificate.certificate_file; }

net::EventLoop& Server::loop() { return parts_->loops->loop(0); }

std::vector<SiteAddresses> Server::addresses() const {
  std::vector<SiteAddresses> out;
  for (std::size_t i = 0; i < parts_->context->sites.size(); ++i) {
    const SiteContext& site = *parts_->context->sites[i];
    out.push_back({.site = site.id.text(),
                   .root = site.embed_line().root,
                   .shop = site.hosts.shop.empty() ? std::string() : parts_->config.origin_of(site.hosts.shop) + "/",
                   .console = site.console_origin + "/",
                   .chat = site.chat_origin,
                   .enrolment = parts_->enrolment[i]});
  }
  return out;
}

void Server::stop() {
  parts_->http->shut_down([this] { parts_->loops->loop(0).stop(); });
}

void Server::run() {
  net::EventLoop& main = parts_->loops->loop(0);
  const Status watched = main.watch_signals({kSignals.begin(), kSignals.end()}, [&](int number) {
    if (number == SIGHUP) {
      const Status reloaded = parts_->tls->reload();
      if (reloaded)
        spdlog::info("certificate read again");
      else
        spdlog::error("certificate not taken: {}", reloaded.error().detail);
      return;
    }
    stop();
  });
  if (!watched) spdlog::error("signals: {}", watched.error().detail);
  parts_->running = true;
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < parts_->loops->size(); ++i)
    threads.emplace_back([this, i] { parts_->loops->loop(i).run(); });
  main.run();
  for (std::size_t i = 1; i < parts_->loops->size(); ++i) parts_->loops->loop(i).stop();
  for (std::thread& thread : threads) thread.join();
  parts_->writer->write_all(wall_clock_ms());
  parts_->store->close();
}

}  // namespace cloister::server
