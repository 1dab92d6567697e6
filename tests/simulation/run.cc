#include "simulation/run.h"

#include "simulation/oracle.h"
#include "simulation/villain.h"

namespace cloister::simulation {

using namespace protocol;

namespace {

/// Chaos for so long; then everything heals, and must settle within as much as that many steps.
constexpr DurationMs kChaosMs = 1000;
constexpr std::uint64_t kMaxSteps = 100'000;

class Run {
 public:
  explicit Run(std::uint64_t seed)
      : world_(seed),
        continuity_(static_cast<Continuity>(world_.random.below(3))),
        founder_(world_.site.found()),
        server_(world_, continuity_),
        villain_(world_, server_) {
    const std::size_t agents = 1 + world_.random.below(3);
    for (std::size_t i = 0; i < agents; ++i) hire();
    const std::size_t customers = 1 + world_.random.below(4);
    for (std::size_t i = 0; i < customers; ++i) customers_.push_back(std::make_unique<Customer>(world_, server_));
    for (auto& customer : customers_) every(40, [&customer] { customer->tick(); });
    every(50, [this] { fate(); });
    every(60, [this] {
      if (world_.chaos) villain_.attempt(customers_, agents_);
    });
    world_.events.after(kChaosMs, [this] { heal(); });
  }

  Tally go() {
    try {
      while (!(healed_ && settled())) {
        require(!world_.events.empty() && world_.events.steps() < kMaxSteps, "everything settles in the end");
        world_.events.step();
      }
      return check();
    } catch (const Violation& violation) {
      throw Violation(std::string(violation.what()) + describe());
    }
  }

 private:
  /// For ever, at about this distance.
  void every(DurationMs interval, std::function<void()> what) {
    const auto next = interval / 2 + static_cast<DurationMs>(world_.random.below(static_cast<std::uint64_t>(interval)));
    world_.events.after(next, [this, interval, what = std::move(what)] {
      what();
      every(interval, what);
    });
  }

  void hire() {
    // Now and then somebody who may not answer customers.
    const std::uint8_t roles = world_.random.chance(15) ? 2 : world_.random.chance(20) ? 3 : 1;
    add_agent(world_.site.hire(founder_, roles));
  }
  void add_agent(test::TestPerson person) {
    const std::size_t device = person.devices.size() - 1;
    world_.site.rotate_both(founder_.device());
    server_.roster_changed();
    agents_.push_back(std::make_unique<Agent>(world_, server_, std::move(person), device));
    every(60, [agent = agents_.back().get()] { agent->tick(); });
  }

  /// What happens to people and machines, apart from the network.
  void fate() {
    if (!world_.chaos) return;
    Agent& agent = *agents_[world_.random.below(agents_.size())];
    const std::uint64_t roll = world_.random.below(100);
    if (roll < 3) {
      ++crashes_;
      server_.crash();
    } else if (roll < 6 && agents_.size() < 5) {
      hire();
    } else if (roll < 8) {
      new_device(agent);
    } else if (roll < 10) {
      fire(agent);
    } else if (roll < 14) {
      agent.locked() ? agent.unlock() : agent.lock();
    } else if (roll < 17) {
      world_.site.rotate(world_.random.chance(50) ? world_.site.support() : world_.site.supervisors(),
                         founder_.device());
      server_.roster_changed();
    }
  }

  void new_device(Agent& agent) {
    if (agent.gone() || agents_.size() >= 5) return;
    test::TestPerson person = agent.person();
    person.devices.push_back(world_.site.make_device_of(person));
    const Act act = world_.site.act(ActKind::add_device, world_.site.add_by_passkey(person, person.devices.back()),
                                    person.devices.back());
    require(world_.site.take(act).has_value(), "a device is added");
    add_agent(std::move(person));
  }

  void fire(Agent& agent) {
    if (agent.gone()) return;
    const PersonId person = agent.person().id;
    const Act act = world_.site.act(ActKind::remove_person, RemovePersonBody{person}, founder_.device());
    require(world_.site.take(act).has_value(), "a person is removed");
    for (auto& other : agents_)
      if (other->person().id == person) other->leave();
    server_.roster_changed();
    world_.site.rotate_both(founder_.device());
  }

  void heal() {
    world_.chaos = false;
    healed_ = true;
    for (auto& agent : agents_)
      if (agent->locked()) agent->unlock();
  }

  bool settled() const {
    for (const auto& customer : customers_)
      if (!customer->settled()) return false;
    for (const auto& agent : agents_)
      if (!agent->settled()) return false;
    return true;
  }

  std::string describe() {
    std::string out = "\nafter " + std::to_string(world_.events.steps()) + " steps:\n";
    for (auto& customer : customers_)
      out += customer->party() != nullptr ? customer->party()->describe() : "  customer without conversation\n";
    for (auto& agent : agents_)
      for (auto& [id, party] : agent->parties()) out += party->describe();
    return out;
  }

  Tally check() {
    Tally tally{.steps = world_.events.steps(),
                .conversations = server_.store().logs().size(),
                .entries = 0,
                .acknowledged = server_.acknowledged(),
                .epochs = 0,
                .crashes = crashes_};
    for (const auto& [id, log] : server_.store().logs()) {
      check_log(world_.site, id, log, continuity_);
      tally.entries += log.size();
      for (const Entry& entry : log) tally.epochs += entry.kind == static_cast<std::uint8_t>(EntryKind::packet) ? 1 : 0;
    }
    for (auto& customer : customers_) customer->party()->check();
    for (auto& agent : agents_)
      for (auto& [id, party] : agent->parties()) party->check();
    return tally;
  }

  World world_;
  Continuity continuity_;
  test::TestPerson founder_;
  Server server_;
  Villain villain_;
  std::vector<std::unique_ptr<Customer>> customers_;
  std::vector<std::unique_ptr<Agent>> agents_;
  std::uint64_t crashes_ = 0;
  bool healed_ = false;
};

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  steps += other.steps;
  conversations += other.conversations;
  entries += other.entries;
  acknowledged += other.acknowledged;
  epochs += other.epochs;
  crashes += other.crashes;
  return *this;
}

Tally run(std::uint64_t seed) { return Run(seed).go(); }

}  // namespace cloister::simulation
