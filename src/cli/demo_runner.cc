#include "cli/demo_runner.h"

namespace cloister::cli {
namespace {

constexpr DurationMs kLookEveryMs = 500;

}  // namespace

Result<std::unique_ptr<DemoRunner>> DemoRunner::start(const server::Server& server, const server::Config& config) {
  client::DemoOptions options;
  options.server.port = server.port();
  options.server.chat_host = config.sites.front().chat;
  options.server.console_host = config.sites.front().console;
  net::TlsClientOptions tls;
  tls.ca_file = server.certificate_file();
  CLOISTER_TRY(options.server.tls, net::TlsClientContext::create(tls));
  CLOISTER_TRY(auto loop, net::EventLoop::create());
  return std::unique_ptr<DemoRunner>(new DemoRunner(server, std::move(options), std::move(loop)));
}

DemoRunner::DemoRunner(const server::Server& server, client::DemoOptions options, std::unique_ptr<net::EventLoop> loop)
    : server_(server), options_(std::move(options)), loop_(std::move(loop)), timer_([this] { look_for_agent(); }) {
  loop_->set_timer(timer_, kLookEveryMs);
  thread_ = std::thread([this] {
    loop_->run();
    demo_.reset();
  });
}

DemoRunner::~DemoRunner() {
  loop_->stop();
  thread_.join();
}

void DemoRunner::look_for_agent() {
  const server::SiteAddresses site = server_.addresses().front();
  const auto root = Hash::parse(site.root);
  if (!root) return loop_->set_timer(timer_, kLookEveryMs);
  options_.site = *SiteId::parse(site.site);
  options_.root = *root;
  demo_ = client::start_demo(*loop_, options_, system_random());
}

}  // namespace cloister::cli
