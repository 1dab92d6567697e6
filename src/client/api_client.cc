#include "client/api_client.h"

#include <algorithm>

#include "base/random.h"
#include "crypto/sha256.h"
#include "protocol/proofs.h"

namespace cloister::client {
namespace {

const protocol::Route& route_of(protocol::Action action) {
  return *std::ranges::find(protocol::routes(), action, &protocol::Route::action);
}

std::string path_of(const protocol::Route& route, const ApiCall& call) {
  std::string path(route.path);
  static constexpr std::string_view kPlace = "{conversation}";
  if (const auto at = path.find(kPlace); at != std::string::npos)
    path.replace(at, kPlace.size(), call.conversation.value_or(ConversationId{}).text());
  if (!call.query.empty()) path += "?" + call.query;
  return path;
}

Result<std::string> body_of(Result<net::ClientResponse> response) {
  if (!response) return std::unexpected(std::move(response).error());
  if (response->status == 200) return std::move(response->body);
  const auto problem = protocol::parse_json<protocol::Problem>(response->body);
  // A number that this client does not know is still a refusal.
  if (const auto code = problem ? error_code_from(problem->code) : std::nullopt) return fail(*code, problem->name);
  return fail(ErrorCode::internal, "HTTP status " + std::to_string(response->status));
}

}  // namespace

std::shared_ptr<ApiClient> ApiClient::create(net::EventLoop& loop, net::ClientTarget target, std::string origin,
                                             std::size_t connections) {
  return std::shared_ptr<ApiClient>(new ApiClient(loop, std::move(target), std::move(origin), connections));
}

ApiClient::ApiClient(net::EventLoop& loop, net::ClientTarget target, std::string origin, std::size_t connections)
    : loop_(loop), target_(std::move(target)), origin_(std::move(origin)), lines_(connections) {}

void ApiClient::send(ApiCall what, std::string body, Done done) {
  if (waiting_.size() >= kMaxWaitingCalls) return done(fail(ErrorCode::limit_reached, "calls waiting"));
  waiting_.push_back({std::move(what), std::move(body), std::move(done)});
  pump();
}

bool ApiClient::usable(const Line& line) const {
  return line.handle.alive() && line.calls < kCallsPerConnection && loop_.now_ms() - line.used_ms < kReuseWithinMs;
}

void ApiClient::pump() {
  for (Line& line : lines_) {
    if (waiting_.empty()) return;
    if (line.busy || line.opening || !usable(line)) continue;
    Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    run(line, std::move(next));
  }
  // As many more connections as calls still wait.
  auto wanted = static_cast<std::ptrdiff_t>(waiting_.size()) - std::ranges::count_if(lines_, &Line::opening);
  for (Line& line : lines_) {
    if (wanted <= 0) return;
    if (line.busy || line.opening || usable(line)) continue;
    open(line);
    --wanted;
  }
}

void ApiClient::open(Line& line) {
  line.handle.close();
  line.opening = true;
  line.calls = 0;
  line.used_ms = loop_.now_ms();
  // `this` lives on until the callback has run.
  net::connect_client(loop_, target_, [self = shared_from_this(), &line](Result<net::ClientHandle> connected) {
    line.opening = false;
    if (connected) {
      line.handle = std::move(*connected);
      return self->pump();
    }
    if (self->waiting_.empty()) return;
    Waiting failed = std::move(self->waiting_.front());
    self->waiting_.pop_front();
    failed.done(std::unexpected(std::move(connected).error()));
    self->pump();
  });
}

net::ClientRequest ApiClient::request_for(const Waiting& waiting) const {
  const protocol::Route& route = route_of(waiting.call.action);
  net::ClientRequest request;
  request.method = route.method;
  request.path = path_of(route, waiting.call);
  request.body = waiting.body;
  request.headers.push_back({"origin", origin_});
  if (route.has_body) request.headers.push_back({"content-type", "application/json"});
  if (const auto& who = waiting.call.credentials) {
    protocol::RequestProof proof;
    proof.time_ms = wall_clock_ms();
    system_random().fill(proof.nonce);
    proof.signature = who->key->sign(protocol::request_bytes(who->session, proof.time_ms, proof.nonce, request.method,
                                                             request.path, crypto::sha256(as_bytes(request.body))));
    request.headers.push_back({"cloister-session", who->session.text()});
    request.headers.push_back({"cloister-proof", protocol::format_request_proof(proof)});
  }
  return request;
}

void ApiClient::run(Line& line, Waiting waiting) {
  line.busy = true;
  ++line.calls;
  ++in_flight_;
  net::ClientRequest request = request_for(waiting);
  line.handle.request(std::move(request), [self = shared_from_this(), &line, done = std::move(waiting.done)](
                                              Result<net::ClientResponse> response) mutable {
    line.busy = false;
    line.used_ms = self->loop_.now_ms();
    --self->in_flight_;
    const bool kept = response && response->keep_alive;
    if (!kept) line.calls = kCallsPerConnection;
    done(body_of(std::move(response)));
    self->pump();
  });
}

void ApiClient::close() {
  for (Line& line : lines_)
    if (!line.busy && !line.opening) line.handle.close();
}

}  // namespace cloister::client
