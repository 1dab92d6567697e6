#include "server/context.h"

namespace cloister::server {

SiteContext::SiteContext(const Config& config, const SiteHosts& site_hosts, const store::SiteRecord& record,
                         crypto::Ed25519KeyPair log_key_pair)
    : id(record.site),
      hosts(site_hosts),
      chat_origin(config.origin_of(site_hosts.chat)),
      console_origin(config.origin_of(site_hosts.console)),
      rp_id(record.rp_id),
      support_team(record.support_team),
      supervisors_team(record.supervisors_team),
      log_key(std::move(log_key_pair)),
      pages(config, site_hosts),
      roster(std::make_shared<const protocol::SiteRoster>(record.site)) {}

std::string SiteContext::checkpoint(const protocol::SiteRoster& of) const {
  return crypto::sign_checkpoint(of.checkpoint(), log_key).value_or(std::string());
}

EmbedLine SiteContext::embed_line() const {
  const auto now = roster.load();
  return {.site = id.text(), .root = now->root() ? now->root()->fingerprint.text() : std::string()};
}

const SiteContext* Context::site(const SiteId& id) const {
  for (const auto& candidate : sites)
    if (candidate->id == id) return candidate.get();
  return nullptr;
}

}  // namespace cloister::server
