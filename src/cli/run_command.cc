#include "cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "cli/demo_runner.h"
#include "server/server.h"

namespace cloister::cli {
namespace {

struct RunOptions {
  std::string config_file;
  std::string data = "data";
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  std::uint16_t redirect_port = 0;
  std::string domain = "localhost";
  unsigned threads = 0;
  std::int64_t customer_idle_s = 0;
  std::int64_t customer_absolute_s = 0;
  std::int64_t staff_idle_s = 0;
  std::int64_t staff_absolute_s = 0;
  std::int64_t abandoned_s = 0;
  std::string continuity;
  bool no_shop = false;
  bool demo = false;
};

void override_seconds(DurationMs& value, std::int64_t seconds) {
  if (seconds > 0) value = seconds * kSecondMs;
}

Result<server::Config> configure(const RunOptions& options) {
  server::Config config;
  if (!options.config_file.empty()) {
    CLOISTER_TRY(config, server::load_config(options.config_file));
    return config;
  }
  // Everybody is at one address here; a proxy in front would make it so, too, and gets a configuration file.
  if (options.address == "127.0.0.1" || options.address == "::1") {
    config.per_network = core::NetworkLimits::none();
    config.storage = core::StorageLimits::none();
  }
  config.data_directory = options.data;
  config.address = options.address;
  config.port = options.port;
  config.redirect_port = options.redirect_port;
  config.threads = options.threads;
  config.sites = {server::SiteHosts{.chat = "chat." + options.domain,
                                    .console = "console." + options.domain,
                                    .shop = options.no_shop ? std::string() : "shop." + options.domain,
                                    .embedding_origins = {}}};
  override_seconds(config.customer.idle_ms, options.customer_idle_s);
  override_seconds(config.customer.absolute_ms, options.customer_absolute_s);
  override_seconds(config.staff.idle_ms, options.staff_idle_s);
  override_seconds(config.staff.absolute_ms, options.staff_absolute_s);
  override_seconds(config.abandoned_ms, options.abandoned_s);
  if (!options.continuity.empty()) {
    const auto continuity = protocol::continuity_from(options.continuity);
    if (!continuity) return fail(ErrorCode::malformed, "--continuity is nobody, supervisors or team");
    config.continuity = *continuity;
  }
  return config;
}

void print_addresses(const server::Server& server) {
  fmt::print("Cloister is running.\n");
  for (const server::SiteAddresses& site : server.addresses()) {
    fmt::print("\n");
    if (!site.shop.empty()) fmt::print("  shop:    {}\n", site.shop);
    fmt::print("  console: {}\n", site.console);
    fmt::print("  site:    {}\n", site.site);
    if (!site.enrolment.empty())
      fmt::print("\n  Make the first agent with this one-time link:\n  enrol: {}\n", site.enrolment);
    else
      fmt::print("\n  Sign in at the console with your passkey.\n");
  }
  fmt::print("\nThe development certificate signs itself, so the browser asks once for each address.\nCtrl+C stops.\n");
  std::fflush(stdout);
}

int run(const RunOptions& options) {
  const auto config = configure(options);
  auto server = config ? server::Server::start(*config) : std::unexpected(config.error());
  if (!server) {
    fmt::print(stderr, "cloister: {} {}\n", info_of(server.error().code).title, server.error().detail);
    return 1;
  }
  print_addresses(**server);
  std::unique_ptr<DemoRunner> demo;
  if (options.demo) {
    auto started = DemoRunner::start(**server, *config);
    if (!started)
      fmt::print(stderr, "cloister: the demo's customers stay away: {}\n", started.error().detail);
    else
      demo = std::move(*started);
  }
  (*server)->run();
  demo.reset();
  fmt::print("Stopped.\n");
  return 0;
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "start a server with its demo shop on this machine");
  command->add_option("--config", options->config_file, "TOML file; the other options are then not looked at");
  command->add_option("--data", options->data, "data directory")->capture_default_str();
  command->add_option("--address", options->address, "address to listen on")->capture_default_str();
  command->add_option("--port", options->port, "HTTPS port")->capture_default_str();
  command->add_option("--redirect-port", options->redirect_port, "HTTP port that only redirects; 0 for none");
  command->add_option("--domain", options->domain, "serves shop., chat. and console. of this domain")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "event loops; 0 for one per core");
  command->add_option("--customer-idle", options->customer_idle_s, "seconds until an idle customer session ends");
  command->add_option("--customer-absolute", options->customer_absolute_s, "seconds until any customer session ends");
  command->add_option("--staff-idle", options->staff_idle_s, "seconds until an idle console locks");
  command->add_option("--staff-absolute", options->staff_absolute_s, "seconds until any staff session ends");
  command->add_option("--abandoned", options->abandoned_s, "seconds until a silent conversation is closed");
  command->add_option("--continuity", options->continuity,
                      "who else can open conversations: nobody, supervisors, team");
  command->add_flag("--demo", options->demo, "eight customers who talk by themselves");
  command->add_flag("--no-shop", options->no_shop, "without the demo shop");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace cloister::cli
