#include "client/key_log.h"

#include <utility>

namespace cloister::client {

std::shared_ptr<KeyLog> KeyLog::create(std::shared_ptr<ApiClient> api, const SiteId& site, const Hash& root) {
  return std::shared_ptr<KeyLog>(new KeyLog(std::move(api), site, root));
}

KeyLog::KeyLog(std::shared_ptr<ApiClient> api, const SiteId& site, const Hash& root)
    : api_(std::move(api)),
      site_(site),
      root_(root),
      roster_(std::make_shared<protocol::SiteRoster>(site)),
      ahead_(site) {}

void KeyLog::refresh(std::move_only_function<void(Result<RosterPtr>)> done) {
  waiting_.push_back(std::move(done));
  if (waiting_.size() > 1) return;
  ahead_ = *roster_;
  acts_.resize(roster_->size());
  fetch();
}

void KeyLog::at_least(std::uint64_t size, std::move_only_function<void(Result<RosterPtr>)> done) {
  if (roster_->size() >= size) return done(roster_);
  refresh(std::move(done));
}

void KeyLog::fetch() {
  api_->get<protocol::Roster>(
      {.action = protocol::Action::site_roster, .query = "from=" + std::to_string(ahead_.size())},
      [self = shared_from_this()](Result<protocol::Roster> page) {
        const Status taken = page ? self->take(*page) : Status(std::unexpected(page.error()));
        if (taken && self->ahead_.size() < page->size) return self->fetch();
        self->finish(taken);
      });
}

Status KeyLog::take(const protocol::Roster& page) {
  if (page.from != ahead_.size() || page.size < ahead_.size()) return fail(ErrorCode::bad_chain, "the log got shorter");
  const bool last = page.from + page.acts.size() == page.size;
  if (page.acts.empty() && !last) return fail(ErrorCode::bad_chain, "acts are kept back");
  CLOISTER_TRY(ahead_, last ? protocol::extend_roster(ahead_, root_, page.acts, page.checkpoint)
                            : protocol::replay_page(ahead_, root_, page.acts));
  for (const Bytes& bytes : page.acts)
    acts_.push_back(protocol::decode<protocol::Act>(bytes).value_or(protocol::Act{}));
  return {};
}

void KeyLog::finish(const Status& status) {
  if (status && ahead_.size() > roster_->size()) roster_ = std::make_shared<protocol::SiteRoster>(ahead_);
  for (auto& done : std::exchange(waiting_, {})) {
    if (status) {
      done(roster_);
    } else {
      done(std::unexpected(status.error()));
    }
  }
}

}  // namespace cloister::client
