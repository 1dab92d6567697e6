// What the parts of one server share. Made at the start, lives until all loops have stopped.
//
// Thread rules: loop 0 is the **hub's**: sessions, challenges, tickets, desks and rosters change there. Every
// conversation has a home loop, chosen by its id, and is touched there only. Parts talk by posting.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "crypto/ed25519.h"
#include "crypto/keyed_hash.h"
#include "net/event_loop.h"
#include "protocol/roster.h"
#include "server/config.h"
#include "server/pages.h"
#include "server/record_writer.h"
#include "server/storage_guard.h"
#include "store/store.h"

namespace cloister::server {

class Hub;
class ConversationHost;

/// One site. Immutable but for the roster, of which every thread reads the latest snapshot, and the availability.
struct SiteContext {
  SiteContext(const Config& config, const SiteHosts& site_hosts, const store::SiteRecord& record,
              crypto::Ed25519KeyPair log_key_pair);

  SiteId id;
  SiteHosts hosts;
  std::string chat_origin;
  std::string console_origin;
  std::string rp_id;
  TeamId support_team;
  TeamId supervisors_team;
  crypto::Ed25519KeyPair log_key;
  Pages pages;
  std::atomic<std::shared_ptr<const protocol::SiteRoster>> roster;
  /// Somebody takes conversations now. Written in the hub's loop.
  std::atomic<bool> available = false;

  /// Signed checkpoint of a roster.
  std::string checkpoint(const protocol::SiteRoster& of) const;
  /// What the demo shop embeds now.
  EmbedLine embed_line() const;
};

struct Context {
  const Config& config;
  store::Store& store;
  RandomSource& random;
  /// Look-up hashes of session ids and links, pseudonyms of the security record.
  const crypto::KeyedHash& keyed;
  /// What goes on the security record passes here.
  RecordWriter& record;
  StorageGuard& storage;
  std::vector<net::EventLoop*> loops;
  std::vector<std::unique_ptr<SiteContext>> sites;
  /// Set once, before the loops start.
  Hub* hub = nullptr;
  std::vector<ConversationHost*> hosts;

  net::EventLoop& hub_loop() const { return *loops.front(); }
  ConversationHost& home_of(const ConversationId& id) const {
    return *hosts[std::hash<ConversationId>()(id) % hosts.size()];
  }
  const SiteContext* site(const SiteId& id) const;
  Hash session_hash(const SessionId& id) const { return keyed.hash("session", id); }
};

}  // namespace cloister::server
