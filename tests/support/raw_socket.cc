#include "support/raw_socket.h"

#include "support/test_server.h"

namespace cloister::testing {

class RawSocket::Handler final : public net::WebSocketHandler {
 public:
  explicit Handler(std::weak_ptr<RawSocket> to) : to_(std::move(to)) {}
  void on_open(net::WebSocket& socket) override {
    if (const auto to = to_.lock())
      to->ws_ = &socket;
    else
      socket.abort();
  }
  void on_text(net::WebSocket&, std::string_view text) override {
    if (const auto to = to_.lock()) to->texts_.emplace_back(text);
  }
  void on_binary(net::WebSocket&, ByteView bytes) override {
    if (const auto to = to_.lock()) to->frames_.emplace_back(bytes.begin(), bytes.end());
  }
  void on_close(net::WebSocket&, std::uint16_t code, std::string_view) override {
    const auto to = to_.lock();
    if (!to) return;
    to->ws_ = nullptr;
    to->closed_ = code;
  }

 private:
  std::weak_ptr<RawSocket> to_;
};

std::shared_ptr<RawSocket> RawSocket::open(net::EventLoop& loop, const client::ServerAddress& address,
                                           const std::string& host, std::string_view path,
                                           const std::optional<std::string>& origin) {
  std::shared_ptr<RawSocket> out(new RawSocket(loop));
  net::connect_client(loop, address.target_of(host), [out, path, origin](Result<net::ClientHandle> connected) {
    if (!connected) {
      out->status_ = -1;
      return;
    }
    net::ClientRequest request;
    request.path = path;
    if (origin) request.headers.push_back({"origin", *origin});
    connected->upgrade(std::move(request), std::make_unique<Handler>(out), [out](Result<net::WebSocket*> opened) {
      out->status_ = opened ? 101 : std::atoi(opened.error().detail.c_str());
    });
  });
  run_until(loop, [&] { return out->status_ != 0 && (out->status_ != 101 || out->ws_ != nullptr || out->closed_); });
  return out;
}

void RawSocket::text(std::string_view text) {
  if (ws_ != nullptr) ws_->send_text(text);
}

void RawSocket::binary(ByteView bytes) {
  if (ws_ != nullptr) ws_->send_binary(bytes);
}

void RawSocket::close() {
  if (ws_ != nullptr) ws_->close(net::CloseCode::normal, "");
  wait_closed();
}

std::string RawSocket::next_text() {
  run_until(loop_, [&] { return !texts_.empty() || !open(); });
  if (texts_.empty()) return {};
  std::string out = std::move(texts_.front());
  texts_.erase(texts_.begin());
  return out;
}

std::string RawSocket::next_text(std::string_view tag) {
  while (true) {
    std::string text = next_text();
    if (text.empty() || protocol::message_tag(text) == tag) return text;
  }
}

Bytes RawSocket::next_frame(protocol::FrameType type) {
  while (true) {
    run_until(loop_, [&] { return !frames_.empty() || !open(); });
    if (frames_.empty()) return {};
    const Bytes frame = std::move(frames_.front());
    frames_.erase(frames_.begin());
    if (!frame.empty() && frame[0] == static_cast<std::uint8_t>(type)) return {frame.begin() + 1, frame.end()};
  }
}

bool RawSocket::wait_closed(DurationMs within_ms) {
  return run_until(loop_, [&] { return closed_.has_value(); }, within_ms);
}

}  // namespace cloister::testing
