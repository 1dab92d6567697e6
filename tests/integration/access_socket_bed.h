// Sockets in the hands of somebody who tries, for tests of what they are let do.
#pragma once

#include <memory>
#include <string>

#include "crypto/sha256.h"
#include "integration/access_bed.h"
#include "protocol/proofs.h"
#include "support/raw_socket.h"

namespace cloister::testing {

using protocol::EntryKind;
using protocol::FrameType;

inline constexpr std::string_view kConversationPath = protocol::kConversationSocketPath;
inline constexpr std::string_view kDeskPath = protocol::kDeskSocketPath;
inline constexpr std::uint16_t kPolicy = 1008;

/// What an error on a socket says.
inline ErrorCode code_of(const std::string& text) {
  const auto error = protocol::parse_json<protocol::SocketError>(text);
  return error ? error_code_from(error->code).value_or(ErrorCode::internal) : ErrorCode::internal;
}

/// Opens the sockets of both sides and of desks, properly or not, and says what it likes on them.
class SocketBed : public AccessBed {
 protected:
  using Key = crypto::Ed25519KeyPair;
  using Socket = std::shared_ptr<RawSocket>;

  Result<protocol::Ticket> ticket(const client::Credentials& who, const ConversationId& id, const Key& key) {
    const std::string& host = chat();
    const auto api = client::ApiClient::create(*loop_, server_.address(0).target_of(host), origin_of(host));
    return await<protocol::Ticket>(*loop_, [&](auto done) {
      api->call<protocol::Ticket>({.action = Action::conversation_ticket, .conversation = id, .credentials = who},
                                  protocol::TicketRequest{.key = crypto::sha256(key.public_key())}, std::move(done));
    });
  }
  Socket widget_socket() {
    return RawSocket::open(*loop_, server_.address(0), chat(), kConversationPath, origin_of(chat()));
  }
  Socket frame_socket() { return RawSocket::open(*loop_, server_.address(0), console(), kConversationPath, "null"); }
  Socket desk_socket() {
    return RawSocket::open(*loop_, server_.address(0), console(), kDeskPath, origin_of(console()));
  }

  static Hash challenge_of(RawSocket& socket) {
    const auto hello = protocol::parse_json<protocol::Hello>(socket.next_text("hello"));
    EXPECT_TRUE(hello);
    return hello ? hello->challenge : Hash{};
  }
  /// As the protocol has it; then what `change` makes of it.
  static protocol::ProveConversation proof(const Hash& challenge, const protocol::Ticket& ticket,
                                           const ConversationId& id, const Key& key) {
    protocol::ProveConversation prove;
    prove.conversation = id;
    prove.ticket = ticket.ticket;
    prove.key = key.public_key();
    prove.proof = key.sign(protocol::socket_bytes(challenge, prove.ticket, id));
    return prove;
  }
  static void expect_ready(RawSocket& socket, const protocol::ProveConversation& prove) {
    socket.text(to_json(prove));
    EXPECT_EQ(protocol::message_tag(socket.next_text()), "ready");
  }
  /// Refused with `code`, and closed.
  static void expect_refused(RawSocket& socket, const std::string& first_frame, ErrorCode code) {
    socket.text(first_frame);
    const std::string answer = socket.next_text("error");
    EXPECT_EQ(code_of(answer), code) << answer;
    EXPECT_TRUE(socket.wait_closed());
    EXPECT_EQ(socket.closed(), kPolicy);
  }
  void expect_bad_ticket(RawSocket& socket, const protocol::Ticket& ticket, const ConversationId& id, const Key& key) {
    expect_refused(socket, to_json(proof(challenge_of(socket), ticket, id, key)), ErrorCode::bad_ticket);
  }
  /// The owner's socket on a conversation, proven.
  Socket open_owner(const ConversationId& id) { return open_proven(owner_->credentials(), id, widget_socket()); }
  Socket open_proven(const client::Credentials& who, const ConversationId& id, Socket socket) {
    const Key key = Key::generate(system_random());
    const auto given = ticket(who, id, key);
    EXPECT_TRUE(given) << info_of(given.error().code).name;
    expect_ready(*socket, proof(challenge_of(*socket), *given, id, key));
    return socket;
  }
  static std::string desk_proof(const Hash& challenge, const client::Credentials& who) {
    protocol::ProveDesk prove;
    prove.session = who.session;
    prove.proof = who.key->sign(protocol::desk_bytes(challenge, who.session));
    return to_json(prove);
  }
  Socket open_desk(const client::Credentials& who) {
    Socket socket = desk_socket();
    socket->text(desk_proof(challenge_of(*socket), who));
    EXPECT_EQ(protocol::message_tag(socket->next_text()), "state");
    return socket;
  }
  template <class T>
  static void send(RawSocket& socket, FrameType type, const T& value) {
    protocol::Encoder out;
    out.u8(static_cast<std::uint8_t>(type));
    write(out, value);
    socket.binary(out.take());
  }
  /// What the server says to an entry of this kind with an empty body.
  static ErrorCode append(RawSocket& socket, EntryKind kind) {
    send(socket, FrameType::append, protocol::Append{.ref = 7, .kind = static_cast<std::uint8_t>(kind), .body = {}});
    const auto refused = protocol::decode<protocol::Refused>(socket.next_frame(FrameType::refused));
    EXPECT_TRUE(refused);
    return refused ? error_code_from(refused->code).value_or(ErrorCode::internal) : ErrorCode::internal;
  }

  const Key key_ = Key::generate(system_random());
};

}  // namespace cloister::testing
