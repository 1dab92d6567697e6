#include "cli/bench_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "base/clock.h"
#include "cli/process_cost.h"

namespace cloister::cli {
namespace {

constexpr std::string_view kConsole = "console.";
/// Nothing may end by itself while it is measured.
constexpr const char* kForLong = "86400";

std::unexpected<Error> problem(std::string detail) { return fail(ErrorCode::unavailable, std::move(detail)); }

/// A port that is free now.
std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    address.sin_port = 0;
  ::close(fd);
  return ntohs(address.sin_port);
}

/// In the child: nothing but calls that are safe after a fork.
[[noreturn]] void become_server(int output, char* const* arguments) {
  ::dup2(output, STDOUT_FILENO);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::execv("/proc/self/exe", arguments);
  ::_exit(127);
}

}  // namespace

Result<std::unique_ptr<BenchServer>> BenchServer::open(const BenchServerOptions& options) {
  std::unique_ptr<BenchServer> server(new BenchServer);
  raise_descriptor_limit();
  CLOISTER_CHECK(options.url.empty() ? server->start(options) : server->attach(options));
  CLOISTER_CHECK(server->trust());
  if (options.pin && cores() > 1)
    server->pinned_ = (!server->own_ || pin_to_core(server->pid_, 0)) && pin_to_core(0, cores() - 1);
  return server;
}

Status BenchServer::attach(const BenchServerOptions& options) {
  std::string_view rest = options.url;
  constexpr std::string_view kScheme = "https://";
  if (!rest.starts_with(kScheme)) return fail(ErrorCode::malformed, "--url begins with https://");
  rest.remove_prefix(kScheme.size());
  rest = rest.substr(0, rest.find('/'));
  const auto colon = rest.rfind(':');
  address_.port = 443;
  if (colon != std::string_view::npos)
    address_.port = static_cast<std::uint16_t>(std::strtoul(std::string(rest.substr(colon + 1)).c_str(), nullptr, 10));
  address_.console_host = rest.substr(0, colon);
  if (!address_.console_host.starts_with(kConsole))
    return fail(ErrorCode::malformed, "--url is that of the console: https://console.…");
  address_.chat_host = "chat." + address_.console_host.substr(kConsole.size());
  ca_file_ = options.ca_file;
  enrolment_ = options.enrolment;
  pid_ = options.pid;
  return {};
}

Status BenchServer::start(const BenchServerOptions& options) {
  const std::filesystem::path where =
      options.directory.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(options.directory);
  std::string pattern = (where / "cloister-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return problem("cannot make " + pattern);
  data_ = pattern;
  address_.port = free_port();
  const std::vector<std::string> words = {"cloister",
                                          "run",
                                          "--no-shop",
                                          "--data",
                                          data_ / "data",
                                          "--port",
                                          std::to_string(address_.port),
                                          "--threads",
                                          std::to_string(options.threads),
                                          "--customer-idle",
                                          kForLong,
                                          "--customer-absolute",
                                          kForLong,
                                          "--staff-idle",
                                          kForLong,
                                          "--staff-absolute",
                                          kForLong};
  std::vector<std::string> copies = words;
  std::vector<char*> arguments;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return problem("pipe");
  pid_ = ::fork();
  if (pid_ == 0) become_server(ends[1], arguments.data());
  ::close(ends[1]);
  own_ = pid_ > 0;
  const Status started = own_ ? read_start(ends[0]) : problem("fork");
  ::close(ends[0]);
  ca_file_ = data_ / "data" / "development.crt";
  return started;
}

/// Reads what the server prints until its enrolment link, which comes when it listens.
Status BenchServer::read_start(int output) {
  std::string text;
  const TimeMs end = steady_clock_ms() + kServerStartSeconds * kSecondMs;
  for (;;) {
    const auto at = text.find("enrol: ");
    const auto line_end = at == std::string::npos ? at : text.find('\n', at);
    if (line_end != std::string::npos) {
      enrolment_ = text.substr(at + 7, line_end - at - 7);
      return {};
    }
    pollfd waiting{.fd = output, .events = POLLIN, .revents = 0};
    const TimeMs left = end - steady_clock_ms();
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0)
      return problem("the server did not start in time");
    char buffer[4096];
    const ssize_t got = ::read(output, buffer, sizeof buffer);
    if (got <= 0) return problem("the server ended: " + text);
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

Status BenchServer::trust() {
  CLOISTER_TRY(address_.tls,
               net::TlsClientContext::create({.ca_file = ca_file_, .pinned_fingerprint = {}, .resume = true}));
  return {};
}

BenchServer::~BenchServer() {
  if (own_) {
    ::kill(pid_, SIGTERM);
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }
  std::error_code ignored;
  if (!data_.empty()) std::filesystem::remove_all(data_, ignored);
}

}  // namespace cloister::cli
