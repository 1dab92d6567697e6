#include "server/roster_pages.h"

#include <algorithm>

#include "protocol/gen/messages.h"

namespace cloister::server {

void RosterPages::keep_up(const protocol::SiteRoster& roster) {
  if (roster.size() == size_ && !checkpoint_.empty()) return;
  size_ = roster.size();
  checkpoint_.clear();
  pages_.clear();
  page_bytes_ = 0;
}

const std::string& RosterPages::checkpoint(const SiteContext& site) {
  const auto roster = site.roster.load();
  keep_up(*roster);
  if (checkpoint_.empty()) {
    checkpoint_ = site.checkpoint(*roster);
    ++made_;
  }
  return checkpoint_;
}

Result<std::string> RosterPages::page(store::Store& store, const SiteContext& site, std::uint64_t from) {
  protocol::Roster page;
  page.checkpoint = checkpoint(site);
  // Beyond the end there is but one answer, however it was asked for.
  page.from = from;
  page.size = size_;
  if (from >= size_) return to_json(page);
  if (const auto kept = pages_.find(from); kept != pages_.end()) return kept->second;
  // The store may be an act ahead of the snapshot whose checkpoint is signed.
  const std::size_t most = std::min<std::size_t>(kRosterPageActs, size_ - from);
  CLOISTER_TRY(page.acts, store.acts(site.id, from, most));
  std::string json = to_json(page);
  ++made_;
  // Whoever reads from the start, or goes on where a page ended, meets these; other places are asked for by few.
  if (from % kRosterPageActs == 0 && page_bytes_ + json.size() <= kMaxRosterPageBytes) {
    page_bytes_ += json.size();
    pages_.emplace(from, json);
  }
  return json;
}

}  // namespace cloister::server
