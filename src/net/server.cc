#include "net/server.h"

#include <unistd.h>

#include <tuple>

#include "net/server_connection.h"

namespace cloister::net {

namespace {

/// Runs `fn` on the connection that `ref` names, in its loop's thread; at once if that is this thread.
template <class Fn>
void in_connection(EventLoop& loop, HandlerRef ref, Fn fn) {
  auto act = [&loop, ref, fn = std::move(fn)]() mutable {
    if (auto* connection = static_cast<ServerConnection*>(loop.find(ref))) fn(*connection);
  };
  if (loop.in_loop_thread()) return act();
  loop.post(std::move(act));
}

}  // namespace

// --- Responder ------------------------------------------------------------------------------------------------------

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    Responder dying(std::move(*this));
    loop_ = std::exchange(other.loop_, nullptr);
    ref_ = other.ref_;
  }
  return *this;
}

Responder::~Responder() {
  if (loop_) send(Response::text(500, "Something went wrong on our side.\n"));
}

void Responder::send(Response response) {
  EventLoop* const loop = std::exchange(loop_, nullptr);
  if (!loop) return;
  in_connection(*loop, ref_, [response = std::move(response)](ServerConnection& connection) mutable {
    connection.respond(std::move(response));
  });
}

void Responder::upgrade(std::unique_ptr<WebSocketHandler> handler, std::string subprotocol,
                        std::vector<Header> headers) {
  EventLoop* const loop = std::exchange(loop_, nullptr);
  if (!loop) return;
  in_connection(
      *loop, ref_,
      [handler = std::move(handler), subprotocol = std::move(subprotocol), headers = std::move(headers)](
          ServerConnection& connection) mutable { connection.upgrade(std::move(handler), subprotocol, headers); });
}

Response HttpHandler::on_bad_request(HttpError error) {
  const int status = static_cast<int>(error);
  return Response::text(status, std::string(reason_phrase(status)) + "\n");
}

// --- Accepting ------------------------------------------------------------------------------------------------------

class Server::Acceptor final : public LoopHandler, public Timer {
 public:
  Acceptor(std::shared_ptr<Shared> shared, EventLoop& loop) : shared_(std::move(shared)), loop_(loop) {}
  ~Acceptor() override = default;

  Status watch() { return loop_.add(shared_->socket.fd(), EPOLLIN | EPOLLEXCLUSIVE, *this); }
  static Status join(std::shared_ptr<Shared> shared, EventLoop& loop) {
    auto made = std::make_unique<Acceptor>(std::move(shared), loop);
    CLOISTER_CHECK(made->watch());
    Acceptor& self = *made;
    self.ref_ = loop.adopt(std::move(made));
    return {};
  }
  bool belongs_to(const Shared& shared) const { return shared_.get() == &shared; }
  void leave() {
    if (!armed()) loop_.remove(shared_->socket.fd(), *this);
    EventLoop::cancel_timer(*this);
    loop_.retire(ref_);
  }

  void on_ready(std::uint32_t) override {
    for (int i = 0; i < kMaxAcceptsPerTurn; ++i) {
      const auto accepted = shared_->socket.accept();
      if (accepted.outcome == ListeningSocket::Outcome::none) return;
      if (accepted.outcome == ListeningSocket::Outcome::out_of_descriptors) {
        // The connection would be announced again and again; wait for descriptors to come free.
        loop_.remove(shared_->socket.fd(), *this);
        loop_.set_timer(*this, kAcceptPauseMs);
        return;
      }
      take(accepted.fd, accepted.peer);
    }
  }

 private:
  void on_timer() override {
    if (!watch()) loop_.set_timer(*this, kAcceptPauseMs);
  }

  void take(int fd, const PeerAddress& peer) {
    ServerCounters& counters = shared_->counters;
    const bool full =
        counters.connections.load(std::memory_order_relaxed) >= static_cast<std::int64_t>(shared_->limits.connections);
    if (full || !shared_->handler.admit(peer)) {
      ++counters.refused;
      ::close(fd);
      return;
    }
    if (!shared_->enter_unproven(peer.network(), false)) {
      ++counters.refused;
      return give_up(fd, peer);
    }
    ++counters.accepted;
    SslPtr ssl = shared_->tls->new_session();
    if (!ssl) {
      shared_->leave_unproven(peer.network());
      return give_up(fd, peer);
    }
    auto connection = std::make_unique<ServerConnection>(std::move(ssl), fd, peer, shared_);
    ServerConnection& joined = *connection;
    if (Channel::join(std::move(connection), loop_, EPOLLIN)) joined.begin();
  }

  /// One that was admitted.
  void give_up(int fd, const PeerAddress& peer) {
    shared_->handler.released(peer);
    ::close(fd);
  }

  std::shared_ptr<Shared> shared_;
  EventLoop& loop_;
  HandlerRef ref_;
};

// --- Shutting down --------------------------------------------------------------------------------------------------

/// Waits in the first loop until all connections have gone, or the time is up. Deletes itself by leaving the loop.
class Server::Shutdown final : public LoopHandler, public Timer {
 public:
  Shutdown(std::shared_ptr<Shared> shared, EventLoop& loop, Task done)
      : shared_(std::move(shared)),
        loop_(loop),
        done_(std::move(done)),
        give_up_ms_(loop.now_ms() + shared_->limits.shutdown_ms) {}

  static void begin(std::shared_ptr<Shared> shared, Task done) {
    EventLoop& loop = *shared->loops.front();
    auto made = std::make_unique<Shutdown>(std::move(shared), loop, std::move(done));
    Shutdown& self = *made;
    self.ref_ = loop.adopt(std::move(made));
    loop.set_timer(self, 0);
  }

  void on_ready(std::uint32_t) override {}

 private:
  void on_timer() override {
    if (shared_->counters.connections.load() == 0) return finish();
    if (loop_.now_ms() >= give_up_ms_) {
      for (EventLoop* loop : shared_->loops) {
        loop->post([loop, shared = shared_] {
          loop->for_each([&](LoopHandler& handler) {
            auto* const connection = dynamic_cast<ServerConnection*>(&handler);
            if (connection && connection->belongs_to(*shared)) connection->drop();
          });
        });
      }
      // Those just arriving in another loop are dropped the next time.
    }
    if (loop_.now_ms() >= give_up_ms_ + kSecondMs) return finish();
    loop_.set_timer(*this, TimerWheel::kTickMs);
  }

  void finish() {
    Task done = std::move(done_);
    loop_.retire(ref_);
    done();
  }

  std::shared_ptr<Shared> shared_;
  EventLoop& loop_;
  Task done_;
  TimeMs give_up_ms_;
  HandlerRef ref_;
};

void Server::shut_down(Task done) {
  shared_->stopping.store(true);
  shared_->socket.stop();
  for (EventLoop* loop : shared_->loops) {
    loop->post([loop, shared = shared_] {
      loop->for_each([&](LoopHandler& handler) {
        if (auto* acceptor = dynamic_cast<Acceptor*>(&handler)) {
          if (acceptor->belongs_to(*shared)) acceptor->leave();
        } else if (auto* connection = dynamic_cast<ServerConnection*>(&handler)) {
          if (connection->belongs_to(*shared)) connection->wind_down();
        }
      });
    });
  }
  shared_->loops.front()->post(
      [shared = shared_, done = std::move(done)]() mutable { Shutdown::begin(std::move(shared), std::move(done)); });
}

// --- Server ---------------------------------------------------------------------------------------------------------

Server::Server(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, std::shared_ptr<TlsServerContext> tls,
                                              HttpHandler& handler, std::vector<EventLoop*> loops) {
  CLOISTER_TRY(auto socket, ListeningSocket::open(options.address, options.port));
  auto shared = std::make_shared<Shared>(options.limits, std::move(tls), handler, std::move(loops), std::move(socket));
  for (EventLoop* loop : shared->loops) {
    if (loop->in_loop_thread()) {
      CLOISTER_CHECK(Acceptor::join(shared, *loop));
    } else {
      // The socket listens already: what comes meanwhile waits in its backlog.
      loop->post([shared, loop] { std::ignore = Acceptor::join(shared, *loop); });
    }
  }
  return std::unique_ptr<Server>(new Server(std::move(shared)));
}

std::uint16_t Server::port() const { return shared_->socket.port(); }
const ServerCounters& Server::counters() const { return shared_->counters; }

}  // namespace cloister::net
