// The centre of a server: sessions, challenges, tickets, desks, rosters, and the HTTP interface in front of them.
//
// Belongs to loop 0. Other parts post to it.
#pragma once

#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/challenges.h"
#include "core/desk.h"
#include "core/key_log_quota.h"
#include "core/network_quota.h"
#include "core/request_proof.h"
#include "core/sessions.h"
#include "core/tickets.h"
#include "core/waiting_places.h"
#include "net/websocket.h"
#include "server/call.h"
#include "server/context.h"
#include "server/roster_pages.h"
#include "server/session_states.h"
#include "server/waiting_place.h"

namespace cloister::server {

/// Conversations that one customer may have open.
inline constexpr std::size_t kMaxOpenPerCustomer = 20;
/// Conversations that one answer lists.
inline constexpr std::size_t kMaxListed = 500;
/// Reports that one session may put on record: a broken client must not push everything else out of it.
inline constexpr std::size_t kMaxReportsPerSession = 50;
/// How often abandoned conversations and expired sessions are looked for.
inline constexpr DurationMs kSweepEveryMs = 30 * kSecondMs;

struct Redeemed {
  core::TicketHolder holder;
  std::shared_ptr<SessionState> session;
};

class Hub {
 public:
  explicit Hub(Context& context);

  /// Reads rosters and open conversations from the store. Before the loops start.
  Status restore();
  /// A request under /v1/.
  void handle(Call call);

  // For sockets and conversations; all in this loop.
  Result<Redeemed> redeem(const SiteContext& site, const protocol::ProveConversation& prove, const Hash& challenge,
                          core::SocketOrigin origin, const core::Network& from);
  /// Takes a desk's first frame; `socket` becomes the session's desk, and gets the state.
  Result<std::shared_ptr<SessionState>> open_desk(const SiteContext& site, const protocol::ProveDesk& prove,
                                                  const Hash& challenge, net::WebSocket& socket);
  void close_desk(const SiteContext& site, const SessionId& session, const net::SocketRef& socket);
  void set_available(const SiteContext& site, const std::shared_ptr<SessionState>& session, bool on,
                     net::WebSocket& socket);
  Result<protocol::Ticket> give_ticket(const core::Grant<core::Action::conversation_ticket>& grant, const Hash& key);
  /// A conversation socket of this session has opened, has closed.
  void attached(const SessionId& session, const std::shared_ptr<SessionState>& state, const net::SocketRef& socket);
  void detached(const SessionId& session, const net::SocketRef& socket);
  void touch(const SessionId& session);
  void conversation_changed(const SiteId& site, const protocol::ConversationInfo& info);
  /// A conversation for which a place was taken will not wait after all.
  void free_place(const SiteId& site, const ConversationId& conversation);

 private:
  template <core::Action A>
  using Handler = void (Hub::*)(core::Grant<A>, Call&);

  /// Sockets of one session.
  struct Connected {
    std::vector<net::SocketRef> sockets;
    /// The one that is the desk, if there is one.
    net::SocketRef desk;
  };
  struct SiteState {
    explicit SiteState(const core::NetworkLimits& per_network)
        : places({.all = core::kMaxWaiting, .near = per_network.waiting}) {}

    core::Desk desk;
    /// Of the conversations that wait since the start of this process.
    core::WaitingPlaces places;
    RosterPages roster_pages;
    /// Open conversations and when they last changed.
    std::unordered_map<ConversationId, TimeMs> open;
  };

  Status authenticate(Call& call);
  /// Of any site: whether it may do something here is the access decision's to say.
  Result<core::Session> find_session(const SessionId& id, TimeMs now);
  /// From the store, after a restart.
  Result<core::Session> restore_session(const SessionId& id, TimeMs now);
  void dispatch(Call call);
  template <core::Action A>
  void on_site(Handler<A> handler, Call& call);

  void site_info(core::Grant<core::Action::site_info> grant, Call& call);
  void site_roster(core::Grant<core::Action::site_roster> grant, Call& call);
  void challenge(core::Grant<core::Action::challenge> grant, Call& call);
  void visitor_start(core::Grant<core::Action::visitor_start> grant, Call& call);
  void session_end(core::Grant<core::Action::session_end> grant, Call& call);
  void report(core::Grant<core::Action::report> grant, Call& call);
  void conversation_list(core::Grant<core::Action::conversation_list> grant, Call& call);
  void conversation_start(core::Grant<core::Action::conversation_start> grant, Call& call);
  void enrol_info(core::Grant<core::Action::enrol_info> grant, Call& call);
  void enrol_genesis(core::Grant<core::Action::enrol_genesis> grant, Call& call);
  void enrol_join(core::Grant<core::Action::enrol_join> grant, Call& call);
  void enrol_device(core::Grant<core::Action::enrol_device> grant, Call& call);
  void staff_sign_in(core::Grant<core::Action::staff_sign_in> grant, Call& call);
  void staff_lock(core::Grant<core::Action::staff_lock> grant, Call& call);
  void staff_people(core::Grant<core::Action::staff_people> grant, Call& call);
  void staff_noticed(core::Grant<core::Action::staff_noticed> grant, Call& call);
  void act_submit(core::Grant<core::Action::act_submit> grant, Call& call);

  /// One more act of this person, whose roles count as they are now.
  Status admit_act(const SiteContext& site, const PersonId& person, TimeMs now);

  // Enrolment (hub_enrol.cc).
  struct Enrolment;
  Result<Enrolment> check_join(const SiteContext& site, const protocol::EnrolJoin& request, TimeMs now) const;
  Result<Enrolment> check_genesis(const SiteContext& site, const protocol::EnrolGenesis& request, TimeMs now) const;
  Result<Enrolment> check_device(const SiteContext& site, const protocol::EnrolDevice& request, TimeMs now) const;
  void enrol(Enrolment enrolment, Call& call);
  /// The counter of an assertion with this person's passkey, at whatever device: `bad_passkey` if it has not gone on
  /// (and is not 0 for ever). It is remembered.
  Status admit_sign_count(const SiteContext& site, const PersonId& person, std::uint32_t seen);
  Status check_link(const SiteContext& site, const SessionId& link) const;

  /// Tells the conversations that wait whether somebody takes conversations, if that has changed.
  void tell_availability(const SiteContext& site);
  void publish(const SiteContext& site, std::shared_ptr<const protocol::SiteRoster> roster);
  void open_staff_session(const SiteContext& site, const DeviceId& device, const SignKey& key, Call& call);
  /// Room for one more conversation of this visitor, from there. On success its place on the waiting list is taken; it
  /// comes back with what is returned unless that is kept.
  Result<WaitingPlace> admit_start(const core::Visitor& visitor, const ConversationId& conversation, const Call& call);
  Status keep_session(const core::Session& session, const std::shared_ptr<Call>& call, std::string reply);
  SiteState& state_of(const SiteId& site);
  SiteState& state_of(const SiteContext& site) { return state_of(site.id); }
  void handle_events(const std::vector<core::SessionEvent>& events);
  /// The sockets of a session are told and closed; with `code` session_locked it lives on, locked.
  void end_sockets(const SessionId& session, ErrorCode code);
  /// Ends a session in the store; until that is on disk the session is known to have ended.
  void forget_session(const SiteId& site, const SessionId& session, store::Done done = {});
  void send_to_desks(const std::vector<core::DeskEvent>& events);
  std::shared_ptr<SessionState> state_for(const core::Session& session);
  void tick();
  void sweep(TimeMs now);

  Context& context_;
  core::Sessions sessions_;
  core::Challenges challenges_{context_.random};
  core::Tickets tickets_;
  core::KeyLogQuota key_log_quota_;
  /// The highest counters seen since the start, of members of staff.
  std::unordered_map<PersonId, std::uint32_t> sign_counts_;
  // What strangers do, by their network.
  core::NetworkPace session_pace_;
  core::NetworkPace start_pace_;
  core::NetworkPace sign_in_pace_;
  core::ReplayCache replay_cache_;
  /// Reports of the sessions that have made any.
  std::unordered_map<SessionId, std::size_t> reports_;
  /// Ended, and perhaps still in the store: not to be taken up from there again.
  std::unordered_set<SessionId> ended_;
  std::unordered_map<SessionId, Connected> connected_;
  SessionStates session_states_;
  std::unordered_map<SiteId, SiteState> states_;
  net::CallbackTimer timer_;
  TimeMs swept_ms_ = 0;
};

}  // namespace cloister::server
