#include "cli/bench_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <memory>

#include "cli/bench.h"
#include "client/chat.h"

namespace cloister::cli {
namespace {

struct BenchOptions {
  BenchServerOptions server;
  IdleBench idle;
  ChatBench chat;
  ConnectBench connect;
};

/// JSON with numbers as people write them.
std::string text_of(const boost::json::value& value) {
  if (value.is_double()) return fmt::format("{:.6g}", value.get_double());
  if (!value.is_object()) return boost::json::serialize(value);
  std::string out;
  for (const auto& [name, member] : value.get_object())
    out += fmt::format("{}{}:{}", out.empty() ? "{" : ",", boost::json::serialize(name), text_of(member));
  return out + "}";
}

int print(const Result<boost::json::object>& result) {
  if (!result) {
    fmt::print(stderr, "cloister bench: {} ({})\n", info_of(result.error().code).name, result.error().detail);
    return 1;
  }
  fmt::print("{}\n", text_of(*result));
  std::fflush(stdout);
  return result->contains("problem") ? 2 : 0;
}

void add_server_options(CLI::App& command, BenchServerOptions& server) {
  command.add_option("--url", server.url,
                     "console of a server that runs on this machine already; otherwise one is started");
  command.add_option("--pid", server.pid, "its process");
  command.add_option("--ca", server.ca_file, "PEM file with its certificate");
  command.add_option("--enrol", server.enrolment, "its one-time link for the first agent");
  command.add_option("--agent", server.agent_file, "credentials of a native agent: read, or written after enrolling");
  command.add_option("--directory", server.directory, "where the data directory of a server of our own is made");
  command.add_option("--threads", server.threads, "event loops of a server of our own")->capture_default_str();
  command.add_flag("!--no-pin", server.pin, "leave server and client to the scheduler");
}

}  // namespace

void add_bench_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* bench = app.add_subcommand("bench", "measure a server with real clients on this machine; prints JSON");
  bench->require_subcommand(1);

  CLI::App* idle = bench->add_subcommand("idle", "memory of idle, authenticated conversation sockets");
  idle->add_option("--connections", options->idle.connections)->capture_default_str();
  idle->add_option("--settle", options->idle.settle_s, "seconds of rest before memory is read")->capture_default_str();
  idle->callback([options, &exit_code] { exit_code = print(bench_idle(options->server, options->idle)); });

  CLI::App* chat = bench->add_subcommand("chat", "messages stored and delivered, and what they cost");
  chat->add_option("--conversations", options->chat.conversations)->capture_default_str();
  chat->add_option("--seconds", options->chat.seconds)->capture_default_str();
  chat->add_option("--warm-up", options->chat.warm_up_s, "seconds before counting")->capture_default_str();
  chat->add_option("--rate", options->chat.rate, "messages per second; otherwise as many as the answers allow");
  chat->add_option("--under-way", options->chat.under_way, "messages under way in each conversation, without --rate")
      ->capture_default_str()
      ->check(CLI::Range(std::size_t{1}, client::kMaxInFlight));
  chat->add_option("--text-bytes", options->chat.text_bytes)->capture_default_str();
  chat->add_option("--prepare", options->chat.prepare, "messages sealed before the clock starts");
  chat->add_flag("!--no-marks", options->chat.marks, "without delivered marks, to see what they cost");
  chat->callback([options, &exit_code] { exit_code = print(bench_chat(options->server, options->chat)); });

  CLI::App* connect = bench->add_subcommand("connect", "TLS handshakes, full and resumed");
  connect->add_option("--seconds", options->connect.seconds, "of each kind")->capture_default_str();
  connect->add_option("--at-a-time", options->connect.at_a_time)->capture_default_str();
  connect->callback([options, &exit_code] { exit_code = print(bench_connect(options->server, options->connect)); });

  for (CLI::App* command : {idle, chat, connect}) add_server_options(*command, options->server);
}

}  // namespace cloister::cli
