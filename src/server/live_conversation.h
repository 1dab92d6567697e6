// A conversation that somebody is connected to or that is being written: its state, its sockets, and what is on its way
// to the disk. Touched by its home loop only.
#pragma once

#include <functional>
#include <vector>

#include "core/attendance.h"
#include "core/conversation.h"
#include "net/websocket.h"

namespace cloister::server {

class ConversationSocket;

/// Both, because the ids of one site are no secret to it, and must not reach what another site has under the same.
struct ConversationName {
  SiteId site;
  ConversationId id;
  friend bool operator==(const ConversationName&, const ConversationName&) = default;
};
struct ConversationNameHash {
  std::size_t operator()(const ConversationName& name) const { return std::hash<ConversationId>{}(name.id); }
};

/// Somebody waits for an entry to be on disk.
struct AwaitedEntry {
  std::uint64_t seq = 0;
  TimeMs time_ms = 0;
  /// A socket that appended it, and its number for that…
  net::SocketRef socket;
  std::uint32_t ref = 0;
  /// …or whoever else wants to know.
  std::move_only_function<void(const Status&)> done;
};

/// An entry to be delivered once it is on disk: the frame as the sockets get it.
struct OutgoingEntry {
  std::uint64_t seq = 0;
  Bytes frame;
};

struct LiveConversation {
  explicit LiveConversation(core::Conversation conversation) : state(std::move(conversation)) {}

  core::Conversation state;
  core::Attendance attendance;
  std::vector<ConversationSocket*> sockets;
  /// In the order of seq. Vectors, because an empty deque holds half a kilobyte, and most conversations are idle.
  std::vector<AwaitedEntry> awaited;
  std::vector<OutgoingEntry> outgoing;
  /// Raised by each roll-back: completions of before say nothing about what was planned since.
  std::uint32_t generation = 0;
  std::uint32_t in_flight = 0;
  TimeMs used_ms = 0;
  /// The server closes it: that is on its way to the disk, and nothing may follow.
  bool closing = false;
  /// The desk has not heard of the latest yet.
  bool changed = false;
  core::ConversationStatus told_status = core::ConversationStatus::waiting;
};

}  // namespace cloister::server
