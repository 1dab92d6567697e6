// The conversations whose home is one loop: loads them, checks and stores what is appended, delivers what is stored.
//
// Belongs to its loop. Every way in passes the access decision of the command at hand.
#pragma once

#include <memory>
#include <unordered_map>

#include "core/conversation.h"
#include "net/limits.h"
#include "server/call.h"
#include "server/context.h"
#include "server/live_conversation.h"
#include "server/waiting_place.h"

namespace cloister::server {

class ConversationSocket;

/// What desks hear of a conversation comes at most this often, but for changes of status.
inline constexpr DurationMs kTellDeskEveryMs = 200;
/// A conversation without sockets leaves memory after this time.
inline constexpr DurationMs kUnloadAfterMs = 60 * kSecondMs;
/// Conversations in memory of one loop.
inline constexpr std::size_t kMaxLive = 200'000;
/// Bodies that one answer over HTTP brings, about; the caller asks for the rest.
inline constexpr std::size_t kPageBytes = 512 * 1024;
/// Bodies that are in memory at once while a conversation is taken up, about: they are looked at once and dropped.
inline constexpr std::size_t kLoadBytes = 4 * 1024 * 1024;
/// A socket that has more than this waiting is not sent further entries until it has read.
inline constexpr std::size_t kCatchUpBytes = 128 * 1024;
static_assert(kCatchUpBytes > net::kDrainNoticeBytes, "who stops sending must hear when to go on");

class ConversationHost {
 public:
  ConversationHost(Context& context, net::EventLoop& loop, std::uint32_t lane);

  net::EventLoop& loop() const { return loop_; }

  // HTTP, already authenticated; each decides access first.
  void start(core::Grant<core::Action::conversation_start> grant, protocol::ConversationStart request,
             const ConversationId& id, WaitingPlace place, Call call);
  void entries(Call call);
  void accept(Call call);
  void ticket(Call call);
  /// Closes it if nothing was written since `before_ms`. By the hub's sweep.
  void abandon(const SiteId& site, const ConversationId& id, TimeMs before_ms);

  // Sockets, in this loop.
  Status attach(ConversationSocket& socket, std::uint64_t after);
  void detach(ConversationSocket& socket);
  void drained(ConversationSocket& socket);
  void append(ConversationSocket& socket, protocol::Append request);
  void mark(ConversationSocket& socket, const protocol::Mark& mark);
  void typing(ConversationSocket& socket, bool on);
  void noticed(ConversationSocket& socket, const protocol::Noticed& noticed);
  void active(ConversationSocket& socket);

  /// Somebody of this site takes conversations now, or nobody any more: customers who wait are told.
  void availability_changed(const SiteId& site, bool on);

 private:
  struct Submission {
    store::Operation operation;
    std::uint64_t last_seq = 0;
  };
  core::SiteView view(const protocol::SiteRoster& roster) const;
  Result<LiveConversation*> load(const SiteId& site, const ConversationId& id);
  LiveConversation* find(const ConversationName& name);
  LiveConversation* find(const ConversationSocket& socket);
  LiveConversation& insert(core::Conversation conversation);
  /// What access is decided on: from memory, or from the stored record alone, so that asking costs next to nothing
  /// before it is allowed.
  core::Resource resource_of(const SiteId& site, const ConversationId& id);
  /// The decision on an HTTP request about one conversation. A refusal goes on record and is answered.
  template <core::Action A>
  std::optional<core::Grant<A>> granted(const char* what, Call& call);

  /// Room on the disk for one more entry of whoever is behind this socket.
  Status admit_bytes(const ConversationSocket& socket, std::size_t bytes);
  /// Hands planned entries to the store; `awaited` hears when they are on disk or refused.
  void submit(LiveConversation& live, std::span<core::Planned> planned, AwaitedEntry awaited);
  void stored(const ConversationName& name, std::uint32_t generation, std::uint64_t seq, const Status& status);
  /// The store did not even queue what was planned from `from_seq` on: that alone is refused.
  void take_back(LiveConversation& live, std::uint64_t from_seq, const Error& error);
  void settle(LiveConversation& live);
  /// Answers when the entry is on disk: at once if it is.
  void wait_for(LiveConversation& live, AwaitedEntry awaited);
  void fail_pending(LiveConversation& live, const Error& error);
  void answer(AwaitedEntry& awaited, const Status& status);
  void catch_up(LiveConversation& live, ConversationSocket& socket);
  void tell_presence(LiveConversation& live, core::Side to, bool online);
  void announce(LiveConversation& live);
  void tell_desk(LiveConversation& live);
  void tick();

  Context& context_;
  net::EventLoop& loop_;
  std::uint32_t lane_;
  std::unordered_map<ConversationName, std::unique_ptr<LiveConversation>, ConversationNameHash> live_;
  std::vector<ConversationName> changed_;
  net::CallbackTimer timer_;
  TimeMs swept_ms_ = 0;
};

}  // namespace cloister::server
