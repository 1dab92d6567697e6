// Two sites with everybody there can be towards a conversation, and requests in the name of each.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "protocol/gen/routes.h"
#include "store/sqlite/connection.h"
#include "support/expected_access.h"
#include "support/test_server.h"

namespace cloister::testing {

using protocol::Action;
using protocol::Relations;

/// The conversations that are asked for.
enum class Place { waiting, assigned, closed, left, foreign, missing };
inline constexpr Place kPlaces[] = {Place::waiting, Place::assigned, Place::closed,
                                    Place::left,    Place::foreign,  Place::missing};

struct Principal {
  std::string name;
  std::optional<client::Credentials> credentials;
  /// Towards the site, and towards the conversations in the order of kPlaces.
  Relations on_site;
  Relations on[std::size(kPlaces)];
  /// Set where the session itself is not believed, whatever is asked for.
  std::optional<ErrorCode> not_believed = std::nullopt;
};

class AccessBed : public ::testing::Test {
 protected:
  void SetUp() override;

  /// A conversation of `visitor`, its first three entries on disk and its socket open.
  std::shared_ptr<client::Chat> start(client::Visitor& visitor);
  /// A second, unlocked session of a member of staff.
  std::shared_ptr<client::Agent> sign_in_again(const client::Agent& agent);
  void remove(const client::Agent& agent);
  /// Everybody. The last one's session has ended.
  std::vector<Principal> principals();
  ConversationId id_of(Place place) const;

  /// The error of a call to site 0 at `host`, without more with a body that no handler accepts; nullopt when it went
  /// through.
  template <class Body = protocol::Empty>
  std::optional<ErrorCode> ask(const client::ApiCall& call, const std::string& host, const Body& body = {}) {
    const auto address = server_.address(0);
    const auto api = client::ApiClient::create(*loop_, address.target_of(host), address.origin_of(host));
    const auto answer = await<protocol::Empty>(
        *loop_, [&](auto done) { api->template call<protocol::Empty>(call, body, std::move(done)); });
    if (answer) return std::nullopt;
    return answer.error().code;
  }
  std::optional<ErrorCode> ask(Action action, const client::Credentials& who) {
    return ask({.action = action, .credentials = who}, console());
  }
  /// The database, as another program opens it.
  store::sqlite::Connection disk(bool writes);
  /// How many rows are there.
  std::int64_t on_disk(const std::string& rows);
  /// As a condition of SQL.
  template <typename Id>
  static std::string sql_is(const Id& id) {
    return " = x'" + to_hex(id.view()) + "'";
  }
  const std::string& chat() const { return server_.config().sites[0].chat; }
  const std::string& console() const { return server_.config().sites[0].console; }
  std::string origin_of(const std::string& host) const { return server_.address(0).origin_of(host); }

  struct Listener final : client::ChatListener {
    bool online = false;
    void on_online(client::Chat&) override { online = true; }
  };

  testing::TestServer server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  Listener listener_;
  /// Admin of site 0, to whom `assigned_` is assigned.
  std::shared_ptr<client::Agent> anna_;
  std::shared_ptr<client::Agent> ben_;
  /// On the staff, but not an agent.
  std::shared_ptr<client::Agent> supervisor_;
  std::shared_ptr<client::Agent> locked_;
  std::shared_ptr<client::Agent> leaver_;
  std::shared_ptr<client::Agent> foreign_agent_;
  std::shared_ptr<client::Visitor> owner_;
  std::shared_ptr<client::Visitor> stranger_;
  std::shared_ptr<client::Visitor> foreign_visitor_;
  std::shared_ptr<client::Visitor> gone_visitor_;
  std::shared_ptr<client::Chat> waiting_;
  std::shared_ptr<client::Chat> assigned_;
  std::shared_ptr<client::Chat> closed_;
  std::shared_ptr<client::Chat> left_;
  std::shared_ptr<client::Chat> foreign_;
  std::shared_ptr<client::Chat> anna_chat_;
  ConversationId missing_ = system_random().make<ConversationId>();
};

}  // namespace cloister::testing
