#include "simulation/people.h"

namespace cloister::simulation {

using namespace protocol;

Customer::Customer(World& world, Server& server)
    : world_(world),
      server_(server),
      who_(test::make_customer(world.site)),
      id_(world.random.make<ConversationId>()),
      session_(server.sign_in(who_.principal(world.site.id()))) {}

void Customer::open() {
  if (!start_) start_ = std::make_shared<const test::StartBodies>(test::make_start(world_.site, who_, id_));
  // An answer is one to its own request, however late it comes.
  const auto done = [this, asked = start_](const Status& status) {
    if (party_ || asked != start_) return;
    // Nothing of it was taken: it is made anew, on the newer roster.
    if (!status && status.error().code == ErrorCode::stale_roster) start_.reset();
    if (status) party_ = std::make_unique<Party>(world_, server_, session_, who_, id_);
  };
  world_.send([this, done, bodies = start_] { server_.start(session_, *bodies, done); });
}

void Customer::tick() {
  if (!party_) return open();
  party_->tick();
  if (!world_.chaos) return;
  if (world_.random.chance(35)) party_->say();
  if (world_.random.chance(20)) party_->mark(world_.random.chance(50) ? MarkKind::delivered : MarkKind::read);
  if (world_.random.chance(1)) party_->close();
  if (world_.random.chance(3)) party_->hang_up();
}

Agent::Agent(World& world, Server& server, test::TestPerson person, std::size_t device)
    : world_(world),
      server_(server),
      person_(std::move(person)),
      who_(test::make_agent(person_, device)),
      session_(server.sign_in(who_.principal(world.site.id(), person_.roles))) {}

void Agent::look() {
  world_.send([this] {
    server_.look(session_, [this](const core::DeskSnapshot& desk) {
      if (gone_) return;
      for (const ConversationInfo& info : desk.mine) {
        auto& party = parties_[info.conversation];
        if (party) continue;
        party = std::make_unique<Party>(world_, server_, session_, who_, info.conversation);
        party->certify();
      }
      if (!desk.waiting.empty() && world_.random.chance(70))
        take(desk.waiting[world_.random.below(desk.waiting.size())].conversation);
    });
  });
}

void Agent::take(const ConversationId& id) {
  const auto read = [this, id](const Result<Log>& log) {
    if (gone_ || !log) return;
    test::ChatView view(world_.site.id(), id);
    for (const Entry& entry : *log) require(view.see(entry), "an entry is what its hash says");
    if (view.assigned) return;
    const test::AcceptBodies bodies = test::make_accept(world_.site, view, who_, server_.continuity());
    world_.send([this, id, bodies] { server_.accept(session_, id, bodies, [](const Status&) {}); });
  };
  world_.send([this, id, read] { server_.read(session_, id, read); });
}

void Agent::tick() {
  if (gone_ || locked_) return;
  look();
  for (auto& [id, party] : parties_) {
    party->tick();
    if (!world_.chaos) continue;
    if (world_.random.chance(30)) party->say();
    if (world_.random.chance(20)) party->mark(world_.random.chance(50) ? MarkKind::delivered : MarkKind::read);
    if (world_.random.chance(1)) party->close();
  }
}

bool Agent::settled() const {
  if (gone_) return true;
  for (const auto& [id, party] : parties_)
    if (!party->settled()) return false;
  return true;
}

void Agent::lock() {
  if (gone_) return;
  locked_ = true;
  server_.lock(session_);
}

void Agent::unlock() {
  if (gone_) return;
  locked_ = false;
  server_.unlock(session_);
}

void Agent::leave() {
  gone_ = true;
  for (auto& [id, party] : parties_) party->leave();
}

}  // namespace cloister::simulation
