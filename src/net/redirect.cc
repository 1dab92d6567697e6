#include "net/redirect.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/clock.h"
#include "net/http_parser.h"
#include "net/limits.h"
#include "net/listening_socket.h"

namespace cloister::net {

namespace {

constexpr HttpLimits kRedirectLimits = {.body_bytes = 0};
constexpr std::size_t kReadBytes = 4096;

struct Shared {
  RedirectOptions options;
  ListeningSocket socket;
  std::size_t connections = 0;
};

Response answer(const RedirectOptions& options, const Request& request) {
  const std::string host = request.host();
  if (std::find(options.hosts.begin(), options.hosts.end(), host) == options.hosts.end()) {
    return Response::text(421, "This host is not served here.\n");
  }
  std::string location = "https://" + host;
  if (options.https_port != 443) location += ":" + std::to_string(options.https_port);
  return Response::text(308, "Please use https.\n").with("location", location + request.target);
}

/// One request, one answer, never anything else. The answer is small enough for any socket buffer; if the peer does not
/// let it in, it goes without.
class PlainConnection final : public LoopHandler, public Timer {
 public:
  PlainConnection(int fd, std::shared_ptr<Shared> shared, EventLoop& loop)
      : fd_(fd), shared_(std::move(shared)), loop_(loop), parser_(kRedirectLimits) {
    ++shared_->connections;
  }
  ~PlainConnection() override {
    --shared_->connections;
    ::close(fd_);
  }

  static void start(int fd, std::shared_ptr<Shared> shared, EventLoop& loop) {
    auto made = std::make_unique<PlainConnection>(fd, std::move(shared), loop);
    if (!loop.add(fd, EPOLLIN, *made)) return;
    loop.set_timer(*made, kRedirectMs);
    PlainConnection& self = *made;
    self.ref_ = loop.adopt(std::move(made));
  }

  void on_ready(std::uint32_t) override {
    std::array<std::uint8_t, kReadBytes> buffer;
    const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return end();
    if (answered_) return;  // until the peer closes or the time is up
    switch (parser_.feed(ByteView(buffer).first(static_cast<std::size_t>(got)))) {
      case HttpProgress::need_more:
        return;
      case HttpProgress::done:
        return send(answer(shared_->options, parser_.take()));
      case HttpProgress::failed:
        return send(Response::text(static_cast<int>(parser_.error()), "This is not a request.\n"));
    }
  }

 private:
  void on_timer() override { end(); }

  void send(const Response& response) {
    const std::string text =
        serialize_head(response, response.body.size(), false, wall_clock_ms() / kSecondMs) + response.body;
    ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::shutdown(fd_, SHUT_WR);
    answered_ = true;
    loop_.set_timer(*this, kLingerMs);
  }

  void end() {
    loop_.remove(fd_, *this);
    loop_.retire(ref_);
  }

  int fd_;
  std::shared_ptr<Shared> shared_;
  EventLoop& loop_;
  HttpRequestParser parser_;
  HandlerRef ref_;
  bool answered_ = false;
};

}  // namespace

class RedirectListener::Impl final : public LoopHandler, public Timer {
 public:
  Impl(std::shared_ptr<Shared> shared, EventLoop& loop) : shared_(std::move(shared)), loop_(loop) {}
  ~Impl() override {
    if (!armed()) loop_.remove(shared_->socket.fd(), *this);
  }
  Status watch() { return loop_.add(shared_->socket.fd(), EPOLLIN, *this); }
  std::uint16_t port() const { return shared_->socket.port(); }

  void on_ready(std::uint32_t) override {
    for (int i = 0; i < kMaxAcceptsPerTurn; ++i) {
      const auto accepted = shared_->socket.accept();
      if (accepted.outcome == ListeningSocket::Outcome::none) return;
      if (accepted.outcome == ListeningSocket::Outcome::out_of_descriptors) {
        loop_.remove(shared_->socket.fd(), *this);
        loop_.set_timer(*this, kAcceptPauseMs);
        return;
      }
      if (shared_->connections >= kMaxRedirectConnections) {
        ::close(accepted.fd);
      } else {
        PlainConnection::start(accepted.fd, shared_, loop_);
      }
    }
  }

 private:
  void on_timer() override {
    if (!watch()) loop_.set_timer(*this, kAcceptPauseMs);
  }

  std::shared_ptr<Shared> shared_;
  EventLoop& loop_;
};

RedirectListener::RedirectListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RedirectListener::~RedirectListener() = default;

Result<std::unique_ptr<RedirectListener>> RedirectListener::start(RedirectOptions options, EventLoop& loop) {
  CLOISTER_TRY(auto socket, ListeningSocket::open(options.address, options.port));
  std::shared_ptr<Shared> shared(new Shared{std::move(options), std::move(socket), 0});
  auto impl = std::make_unique<Impl>(std::move(shared), loop);
  CLOISTER_CHECK(impl->watch());
  return std::unique_ptr<RedirectListener>(new RedirectListener(std::move(impl)));
}

std::uint16_t RedirectListener::port() const { return impl_->port(); }

}  // namespace cloister::net
