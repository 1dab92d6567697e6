// Walks the table of routes with every kind of principal against a real server, and expects exactly what the access
// matrix says (support/expected_access.h). Sockets and their commands: access_socket_test.cc.
#include <gtest/gtest.h>

#include <algorithm>

#include "integration/access_bed.h"

namespace cloister {
namespace {

using protocol::Host;
using testing::Action;
using testing::kPlaces;
using testing::Place;
using testing::Principal;
using testing::Relations;

class AccessMatrix : public testing::AccessBed {
 protected:
  /// What a call must come to; nullopt where the decision lets in and what lies behind it may say what it likes.
  static std::optional<ErrorCode> expected(const Principal& who, const protocol::Route& route, Relations relations,
                                           std::optional<Place> place) {
    const Relations may = test::expected_to_allow(route.action);
    if ((may & protocol::kRelationNobody) != 0) return std::nullopt;
    if (who.not_believed) return who.not_believed;
    if ((may & relations) != 0) return std::nullopt;
    // Whoever is late hears that somebody else was faster.
    if (route.action == Action::conversation_accept && place == Place::assigned &&
        (relations & protocol::kRelationAgentOther) != 0)
      return ErrorCode::already_assigned;
    return test::expected_refusal(relations, may, place.has_value());
  }

  void expect(const Principal& who, const protocol::Route& route, Relations relations, std::optional<Place> place) {
    std::vector<std::string> hosts;
    if (route.host != Host::console) hosts.push_back(chat());
    if (route.host != Host::chat) hosts.push_back(console());
    const auto wanted = expected(who, route, relations, place);
    for (const std::string& host : hosts) {
      client::ApiCall call{.action = route.action, .credentials = who.credentials};
      if (place) call.conversation = id_of(*place);
      const auto error = ask(call, host);
      const std::string what = who.name + ": " + std::string(route.method) + " " + std::string(route.path) + " at " +
                               host + (place ? ", conversation " + std::to_string(static_cast<int>(*place)) : "") +
                               ": " + (error ? std::string(info_of(*error).name) : "done");
      if (wanted)
        EXPECT_EQ(error, wanted) << what;
      else
        EXPECT_TRUE(!error || is_let_in(*error)) << what;
    }
  }

  /// An error from behind the decision: nothing was wrong but the empty body.
  static bool is_let_in(ErrorCode code) { return code == ErrorCode::malformed || code == ErrorCode::already_enrolled; }

  /// For routes that end the session of whoever is let in: each principal is asked once.
  void walk_once(Action action) {
    const auto route = std::ranges::find(protocol::routes(), action, &protocol::Route::action);
    for (const Principal& who : principals()) {
      const auto wanted = expected(who, *route, who.on_site, std::nullopt);
      const bool visitor = who.name.starts_with("customer") && route->host == Host::any;
      const auto error = ask({.action = action, .credentials = who.credentials}, visitor ? chat() : console());
      EXPECT_EQ(error, wanted) << who.name << ": " << (error ? info_of(*error).name : "done");
    }
  }

  void walk() {
    for (const Principal& who : principals())
      for (const protocol::Route& route : protocol::routes()) {
        if (ends_sessions(route.action)) continue;
        if (!route.on_conversation) {
          expect(who, route, who.on_site, std::nullopt);
          continue;
        }
        for (std::size_t i = 0; i < std::size(kPlaces); ++i) expect(who, route, who.on[i], kPlaces[i]);
      }
  }

  /// Ends the session it is called with, so it has a test of its own.
  static bool ends_sessions(Action action) { return action == Action::session_end || action == Action::staff_lock; }
};

TEST_F(AccessMatrix, NamesEveryRouteAndCommandOnce) {
  std::size_t named = protocol::routes().size() + protocol::commands().size();
  EXPECT_EQ(test::expected_actions().size(), named);
  for (const protocol::Route& route : protocol::routes())
    EXPECT_NE(test::expected_to_allow(route.action), 0U) << route.name;
}

TEST_F(AccessMatrix, RoutesLetInExactlyWhomTheMatrixNames) { walk(); }

TEST_F(AccessMatrix, AfterARestartToo) {
  server_.restart(*loop_);
  walk();
}

TEST_F(AccessMatrix, LockingToo) { walk_once(Action::staff_lock); }

TEST_F(AccessMatrix, EndingASessionToo) { walk_once(Action::session_end); }

TEST_F(AccessMatrix, TheOtherSitesPeopleAreLetInThere) {
  const auto address = server_.address(1);
  const auto api = client::ApiClient::create(*loop_, address.target_of(address.console_host),
                                             address.origin_of(address.console_host));
  const auto people = testing::await<protocol::People>(*loop_, [&](auto done) {
    api->get<protocol::People>({.action = Action::staff_people, .credentials = foreign_agent_->proof_of()},
                               std::move(done));
  });
  ASSERT_TRUE(people);
  EXPECT_EQ(people->people.size(), 1U) << "only the staff of that site";
}

TEST_F(AccessMatrix, RoutesAnswerAtTheirHostsOnly) {
  const auto address = server_.address(0);
  for (const protocol::Route& route : protocol::routes()) {
    if (route.host == Host::any) continue;
    const std::string& wrong = route.host == Host::chat ? console() : chat();
    client::ApiCall call{.action = route.action, .credentials = anna_->proof_of()};
    if (route.on_conversation) call.conversation = waiting_->conversation();
    const auto error = ask(call, wrong);
    EXPECT_TRUE(error == ErrorCode::not_found || error == ErrorCode::method_not_allowed) << route.name;
  }
}

}  // namespace
}  // namespace cloister
