#include "support/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/free_port.h"

extern char** environ;

namespace cloister::testing {
namespace {

constexpr DurationMs kStartMs = 60 * kSecondMs;

std::unexpected<Error> problem(std::string detail) { return fail(ErrorCode::unavailable, std::move(detail)); }

/// What follows `name` on its line.
std::optional<std::string> value_in(const std::string& text, std::string_view name) {
  const auto at = text.find(name);
  if (at == std::string::npos) return std::nullopt;
  const auto from = text.find_first_not_of(' ', at + name.size());
  return text.substr(from, text.find('\n', from) - from);
}

}  // namespace

ServerProcess::ServerProcess(std::string binary, std::filesystem::path data)
    : binary_(std::move(binary)), data_(std::move(data)) {
  address_.port = free_port();
}

ServerProcess::~ServerProcess() { kill(); }

Status ServerProcess::launch() {
  std::vector<std::string> words = {
      binary_, "run", "--no-shop", "--threads", "2", "--port", std::to_string(address_.port), "--data", data_.string()};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return problem("pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int spawned = ::posix_spawn(&pid_, binary_.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  output_ = ends[0];
  if (spawned == 0) return {};
  pid_ = 0;
  forget();
  return problem("cannot start " + binary_);
}

Status ServerProcess::start() {
  CLOISTER_CHECK(launch());
  return wait_until_it_listens();
}

Status ServerProcess::wait_until_it_listens() {
  std::string text;
  const TimeMs end = steady_clock_ms() + kStartMs;
  while (text.find("Ctrl+C stops") == std::string::npos) {
    pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
    const TimeMs left = end - steady_clock_ms();
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return problem("too slow: " + text);
    char buffer[4096];
    const ssize_t got = ::read(output_, buffer, sizeof buffer);
    if (got <= 0) return problem("it ended: " + text);
    text.append(buffer, static_cast<std::size_t>(got));
  }
  if (const auto site = value_in(text, "site:")) site_ = SiteId::parse(*site).value_or(SiteId{});
  if (const auto link = value_in(text, "#first.")) first_link_ = SessionId::parse(*link).value_or(SessionId{});
  if (!address_.tls) {
    net::TlsClientOptions options;
    options.ca_file = data_ / "development.crt";
    CLOISTER_TRY(address_.tls, net::TlsClientContext::create(options));
  }
  return {};
}

void ServerProcess::forget() {
  if (output_ >= 0) ::close(output_);
  output_ = -1;
  pid_ = 0;
}

void ServerProcess::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  forget();
}

int ServerProcess::stop() {
  if (pid_ <= 0) return -1;
  ::kill(pid_, SIGTERM);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  forget();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool ServerProcess::running() const {
  siginfo_t info{};
  return pid_ > 0 && ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == 0;
}

Status ServerProcess::limit_files(std::optional<std::uint64_t> bytes) {
  rlimit limit{};
  if (::prlimit(pid_, RLIMIT_FSIZE, nullptr, &limit) != 0) return problem("prlimit");
  // The hard limit stays, so that the soft one can be raised again.
  limit.rlim_cur = bytes.value_or(limit.rlim_max);
  if (::prlimit(pid_, RLIMIT_FSIZE, &limit, nullptr) != 0) return problem("prlimit");
  return {};
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = std::filesystem::temp_directory_path() / "cloister-test-XXXXXX";
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace cloister::testing
