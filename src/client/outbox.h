// Messages of one's own that the server has not acknowledged (docs/protocol.md section 4): numbered without gaps,
// sealed under the packet in force, sent again until they are taken, and held back from readers for whom they were not
// meant.
//
// Not thread safe. Belongs to a `Chat`, which has the connection.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "client/chat_sender.h"
#include "client/conversation_log.h"
#include "protocol/audience.h"

namespace cloister::client {

/// Messages sent and not yet acknowledged: the server knows so many again.
inline constexpr std::size_t kMaxInFlight = 16;
/// Messages that wait to be sent; `limit_reached` beyond.
inline constexpr std::size_t kMaxOutbox = 100'000;

class Outbox {
 public:
  /// What the outbox asks of the chat. The answers to `acknowledged`, `refused` and `postponed` may stop the chat.
  class Host {
   public:
    virtual ~Host() = default;
    /// Connected, and everything that was there has been verified.
    virtual bool can_send() const = 0;
    /// Sends an entry; the number by which the server will answer.
    virtual std::uint32_t append(protocol::EntryKind kind, ByteView body) = 0;
    virtual void held(const ClientMessageId& id, const protocol::Audience& added) = 0;
    virtual void acknowledged(const ClientMessageId& id, std::uint64_t seq) = 0;
    virtual void refused(const ClientMessageId& id, ErrorCode code) = 0;
    /// It is sent again by the next `pump`.
    virtual void postponed(const ClientMessageId& id, ErrorCode code) = 0;
  };
  struct Prepared {
    ClientMessageId id;
    /// SHA-256 of the body, as the entry will name it.
    Hash body_hash;
  };

  /// All outlive the outbox.
  Outbox(ConversationLog& log, const ChatSender& sender, RandomSource& random, Host& host)
      : log_(log), sender_(sender), random_(random), host_(host) {}

  /// Queues a message, not padded, for those who can read now. `limit_reached`.
  Result<ClientMessageId> add(protocol::ContentKind kind, Bytes content);
  /// Sends a held message to those who can read now, behind the others; gives it up. False if it is not held.
  bool release(const ClientMessageId& id);
  bool discard(const ClientMessageId& id);

  /// For load: see `Chat::prepare_text`.
  Result<Prepared> prepare(Bytes content);
  bool send_prepared();
  std::size_t prepared() const { return prepared_.size(); }

  /// Messages not yet acknowledged, those held not counted.
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }

  /// Sends what may be under way.
  void pump();
  /// The connection is gone: all of it is sent again.
  void interrupted();
  /// Readers are known for the first time, or again: what nobody could be meant by yet is meant for them.
  void readers_known();
  /// There is a new packet. What is still here was not taken before it: entries come in order.
  void readers_changed();
  /// The log holds one's own message.
  void taken(const ClientMessageId& id, std::uint64_t seq);
  /// The server's answers to an `append`; numbers that are not of a message are ignored.
  void on_ack(std::uint32_t ref, std::uint64_t seq);
  void on_refusal(std::uint32_t ref, ErrorCode code);

 private:
  enum class State : std::uint8_t { waiting, sent, refused };
  struct Item {
    ClientMessageId id;
    protocol::ContentKind kind = protocol::ContentKind::text;
    /// Not padded.
    Bytes content;
    /// Who could read when it was given to the chat; nobody knew yet if null.
    std::shared_ptr<const protocol::Audience> meant_for;
    std::uint32_t counter = 0;
    State state = State::waiting;
    std::uint32_t ref = 0;
    /// Under which it is sealed.
    Hash packet{};
    /// Encoding of the envelope; empty until sealed.
    Bytes body{};
  };

  Item make(protocol::ContentKind kind, Bytes content);
  std::shared_ptr<const protocol::Audience> audience_now();
  void hold_back(const protocol::Audience& readers);
  void number_anew();
  Status seal(Item& item);
  void transmit(Item& item);
  void acknowledged(std::size_t at, std::uint64_t seq);

  ConversationLog& log_;
  const ChatSender& sender_;
  RandomSource& random_;
  Host& host_;
  std::deque<Item> items_;
  std::deque<Item> prepared_;
  std::deque<Item> held_;
  /// Of the packet in force; null before the first.
  std::shared_ptr<const protocol::Audience> audience_;
  Hash audience_packet_;
  std::size_t in_flight_ = 0;
  std::uint32_t next_counter_ = 1;
};

/// Refusals after which the same bytes may be taken.
bool may_pass(ErrorCode code);

}  // namespace cloister::client
