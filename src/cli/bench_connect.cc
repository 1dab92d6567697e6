// TLS handshakes: TCP and TLS, then closed at once; in full, and resumed with a ticket.
//
// OpenSSL on the descriptor and nothing around it, so that the client is not what is measured. In the resuming round
// each line gets a ticket before the clock starts and uses it again and again, which is for measuring only: browsers
// use a ticket once (RFC 8446 appendix C.4), and so does OpenSSL, hence the copies.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "cli/bench.h"
#include "cli/process_cost.h"

namespace cloister::cli {
namespace {

constexpr std::size_t kMaxFailures = 100;
constexpr int kBatch = 64;

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};

struct Round {
  std::size_t done = 0;
  std::size_t resumed = 0;
  std::size_t failed = 0;
  double seconds = 0;
  double server_cpu_s = 0;
  double client_cpu_s = 0;
  std::string problem;

  double per_second() const { return static_cast<double>(done) / seconds; }
  double server_us() const { return done == 0 ? 0 : server_cpu_s * 1e6 / static_cast<double>(done); }
};

/// One connection after another.
struct Line {
  int fd = -1;
  bool established = false;
  std::unique_ptr<SSL, Free> ssl;
  std::unique_ptr<SSL_SESSION, Free> ticket;
};

class Connecting {
 public:
  Connecting(const client::ServerAddress& server, const std::string& ca_file, bool resume, std::size_t at_a_time)
      : host_(server.chat_host), resume_(resume), context_(SSL_CTX_new(TLS_client_method())), lines_(at_a_time) {
    address_.sin_family = AF_INET;
    address_.sin_port = htons(server.port);
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_load_verify_file(context_.get(), ca_file.c_str());
    X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context_.get()), X509_V_FLAG_PARTIAL_CHAIN);
    SSL_CTX_set_session_cache_mode(
        context_.get(), resume ? SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE : SSL_SESS_CACHE_OFF);
    SSL_CTX_sess_set_new_cb(context_.get(), [](SSL* ssl, SSL_SESSION* session) {
      static_cast<Line*>(SSL_get_app_data(ssl))->ticket.reset(session);
      return 1;  // the reference is ours
    });
  }
  ~Connecting() {
    for (Line& line : lines_) close(line);
    if (epoll_ >= 0) ::close(epoll_);
  }

  Round run(double seconds, pid_t server) {
    if (epoll_ < 0) return {.problem = "epoll"};
    for (Line& line : lines_) open(line);
    // Everybody has a first ticket before the clock starts.
    if (resume_) turn_until(steady_clock_ms() + 10'000, lines_.size());
    round_ = {};
    const ProcessCost server_before = cost_of(server);
    const ProcessCost client_before = cost_of(::getpid());
    const TimeMs start = steady_clock_ms();
    turn_until(start + static_cast<TimeMs>(seconds * 1000), SIZE_MAX);
    round_.seconds = static_cast<double>(steady_clock_ms() - start) / 1000;
    round_.server_cpu_s = cost_of(server).cpu_s - server_before.cpu_s;
    round_.client_cpu_s = cost_of(::getpid()).cpu_s - client_before.cpu_s;
    return round_;
  }

 private:
  void turn_until(TimeMs end_ms, std::size_t enough) {
    std::array<epoll_event, kBatch> events{};
    while (steady_clock_ms() < end_ms && round_.done < enough && round_.failed < kMaxFailures) {
      const int count = ::epoll_wait(epoll_, events.data(), kBatch, 20);
      for (int i = 0; i < count; ++i) go_on(*static_cast<Line*>(events[static_cast<std::size_t>(i)].data.ptr));
    }
  }

  void open(Line& line) {
    line.established = false;
    line.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(line.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(line.fd, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) != 0 && errno != EINPROGRESS)
      return fail_with(line, "connect");
    line.ssl.reset(SSL_new(context_.get()));
    SSL_set_fd(line.ssl.get(), line.fd);
    SSL_set_app_data(line.ssl.get(), &line);
    SSL_set_tlsext_host_name(line.ssl.get(), host_.c_str());
    SSL_set1_host(line.ssl.get(), host_.c_str());
    if (line.ticket) {
      const std::unique_ptr<SSL_SESSION, Free> copy(SSL_SESSION_dup(line.ticket.get()));
      SSL_set_session(line.ssl.get(), copy.get());
    }
    SSL_set_connect_state(line.ssl.get());
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.ptr = &line}};
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, line.fd, &event);
  }

  static void close(Line& line) {
    // Quiet: nothing is sent. Without it OpenSSL takes the session for broken, and its ticket with it.
    if (line.ssl) SSL_set_quiet_shutdown(line.ssl.get(), 1);
    if (line.ssl && line.established) SSL_shutdown(line.ssl.get());
    line.ssl.reset();
    if (line.fd >= 0) ::close(line.fd);
    line.fd = -1;
  }

  void go_on(Line& line) {
    ERR_clear_error();
    if (!line.established) {
      const int result = SSL_do_handshake(line.ssl.get());
      if (result != 1) return wait_or_fail(line, result);
      line.established = true;
    }
    if (resume_ && !line.ticket) {
      char byte = 0;
      const int result = SSL_read(line.ssl.get(), &byte, 1);
      if (!line.ticket) return wait_or_fail(line, result);
    }
    ++round_.done;
    round_.resumed += SSL_session_reused(line.ssl.get()) == 1 ? 1 : 0;
    close(line);
    open(line);
  }

  void wait_or_fail(Line& line, int result) {
    const int error = SSL_get_error(line.ssl.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
    fail_with(line, "TLS");
  }
  void fail_with(Line& line, const char* what) {
    ++round_.failed;
    round_.problem = what;
    if (const char* reason = ERR_reason_error_string(ERR_peek_error())) round_.problem += std::string(": ") + reason;
    close(line);
    if (round_.failed < kMaxFailures) open(line);
  }

  std::string host_;
  bool resume_;
  sockaddr_in address_{};
  std::unique_ptr<SSL_CTX, Free> context_;
  std::vector<Line> lines_;
  int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  Round round_;
};

}  // namespace

Result<boost::json::object> bench_connect(const BenchServerOptions& server_options, const ConnectBench& what) {
  CLOISTER_TRY(const auto server, BenchServer::open(server_options));
  const auto round = [&](bool resume) {
    return Connecting(server->address(), server->ca_file(), resume, what.at_a_time).run(what.seconds, server->pid());
  };
  const Round full = round(false);
  const Round again = round(true);
  boost::json::object out;
  out["bench"] = "connect";
  out["full_per_s"] = full.per_second();
  out["resumed_per_s"] = again.per_second();
  out["server_cpu_us_full"] = full.server_us();
  out["server_cpu_us_resumed"] = again.server_us();
  out["server_cpu_share_full"] = full.server_cpu_s / full.seconds;
  out["client_cpu_share_full"] = full.client_cpu_s / full.seconds;
  out["handshakes_full"] = full.done;
  out["handshakes_resumed"] = again.done;
  out["really_resumed"] = again.resumed;
  out["failed"] = full.failed + again.failed;
  out["at_a_time"] = what.at_a_time;
  out["pinned"] = server->pinned();
  if (full.failed + again.failed > 0) out["problem"] = full.failed > 0 ? full.problem : again.problem;
  return out;
}

}  // namespace cloister::cli
