// Messages from one side of a conversation to the other: encrypted, checked, stored on disk, acknowledged, delivered.
//
// A message counts when the other side has it and it is what was sent. The clock of a message starts when it was meant
// to be sent, also if the client was late (no coordinated omission).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <memory>
#include <numeric>

#include "cli/bench.h"
#include "cli/bench_site.h"
#include "cli/process_cost.h"

namespace cloister::cli {
namespace {

using Clock = std::chrono::steady_clock;

/// What the guess at `--prepare` takes for possible.
constexpr double kGuessedRate = 12'000;
/// After the end, for what is still under way.
constexpr DurationMs kDrainMs = 10 * kSecondMs;

struct Meter {
  bool counting = false;
  /// The closed loop goes on.
  bool running = false;
  std::size_t sent = 0;
  std::size_t acknowledged = 0;
  std::size_t delivered = 0;
  std::size_t duplicated = 0;
  std::size_t wrong = 0;
  std::size_t refused = 0;
  std::size_t sealed_late = 0;
  std::size_t marks = 0;
  std::vector<float> latency_ms;
};

/// One side; what it sends, `peer` must receive.
class Speaker final : public BenchParty {
 public:
  Speaker(Meter& meter, const std::string& text) : meter_(meter), text_(text) {}
  Speaker* peer = nullptr;

  /// At most so many are under way; the rest waits here.
  void say(Clock::time_point meant) {
    due_.push_back(meant);
    flush();
  }
  Status prepare(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      CLOISTER_TRY(const auto prepared, chat->prepare_text(text_));
      ready_.push_back(prepared);
    }
    return {};
  }
  std::size_t missing() const { return under_way_.size() + due_.size(); }

 private:
  struct UnderWay {
    ClientMessageId id;
    std::optional<Hash> body_hash;
    Clock::time_point meant;
    bool counted = false;
  };

  void flush() {
    while (!due_.empty() && chat->unacknowledged() < client::kMaxInFlight) {
      UnderWay item{.id = {}, .body_hash = std::nullopt, .meant = due_.front(), .counted = meter_.counting};
      if (!ready_.empty()) {
        if (!chat->send_prepared()) return;
        item.id = ready_.front().id;
        item.body_hash = ready_.front().body_hash;
        ready_.pop_front();
      } else {
        const auto id = chat->send_text(text_);
        if (!id) return;
        item.id = *id;
        ++meter_.sealed_late;
      }
      due_.pop_front();
      if (item.counted) ++meter_.sent;
      under_way_.push_back(item);
    }
  }

  void on_entry(client::Chat&, const client::LogEvent& event) override {
    if (event.kind != client::LogEvent::Kind::message || event.own || event.content != protocol::ContentKind::text)
      return;
    peer->arrived(event);
  }

  /// The other side has received what this one sent: in order, each once, and the same bytes.
  void arrived(const client::LogEvent& event) {
    const Clock::time_point now = Clock::now();
    if (under_way_.empty() || under_way_.front().id != event.id) {
      ++meter_.duplicated;
      return;
    }
    const UnderWay item = under_way_.front();
    under_way_.pop_front();
    if (item.body_hash && *item.body_hash != event.body_hash) ++meter_.wrong;
    if (item.counted) {
      ++meter_.delivered;
      meter_.latency_ms.push_back(std::chrono::duration<float, std::milli>(now - item.meant).count());
    }
    if (meter_.running) peer->say(now);
  }

  void on_acknowledged(client::Chat&, const ClientMessageId&, std::uint64_t) override {
    ++meter_.acknowledged;
    flush();
  }
  void on_refused(client::Chat&, const ClientMessageId&, ErrorCode code) override {
    ++meter_.refused;
    last_problem = info_of(code).name;
  }
  void on_mark(client::Chat&, client::Side, protocol::MarkKind, std::uint64_t) override { ++meter_.marks; }

  Meter& meter_;
  const std::string& text_;
  std::deque<client::Outbox::Prepared> ready_;
  std::deque<Clock::time_point> due_;
  std::deque<UnderWay> under_way_;
};

struct Pair {
  Speaker customer;
  Speaker staff;
  Pair(Meter& meter, const std::string& text) : customer(meter, text), staff(meter, text) {
    customer.peer = &staff;
    staff.peer = &customer;
  }
};

class ChatRun {
 public:
  ChatRun(net::EventLoop& loop, const BenchServer& server, const ChatBench& what)
      : loop_(loop), server_(server), what_(what), text_(what.text_bytes, 'x'), site_(loop, server, what.marks) {}

  Status open(const BenchServerOptions& options) {
    CLOISTER_CHECK(site_.open_staff(options, what_.conversations));
    CLOISTER_CHECK(for_each_pair([&](std::size_t, Pair& pair, std::function<void(Status)> done) {
      site_.start_customer(pair.customer, std::move(done));
    }));
    CLOISTER_CHECK(for_each_pair([&](std::size_t i, Pair& pair, std::function<void(Status)> done) {
      site_.accept(i, pair.customer.chat->conversation(), pair.staff, std::move(done));
    }));
    const auto settled = [](const Speaker& side) {
      return side.online() && side.chat->unacknowledged() == 0 && side.chat->log().epoch() == 1 &&
             side.chat->log().knows_sender(side.chat->sender());
    };
    const auto all_settled = [&] {
      return static_cast<std::size_t>(std::ranges::count_if(
          pairs_, [&](const auto& pair) { return settled(pair->customer) && settled(pair->staff); }));
    };
    return site_.run_until([&] { return all_settled() == pairs_.size(); }, all_settled);
  }

  /// Sealed now, with the place seen now: sealing is the browser's cost, not the server's.
  Status prepare() {
    const double guessed = (what_.rate > 0 ? what_.rate : kGuessedRate) * (what_.seconds + what_.warm_up_s);
    const double all = what_.prepare > 0 ? static_cast<double>(what_.prepare) : guessed;
    const auto each = static_cast<std::size_t>(std::ceil(all / static_cast<double>(2 * pairs_.size()))) + 1;
    for (const auto& pair : pairs_) {
      CLOISTER_CHECK(pair->customer.prepare(each));
      CLOISTER_CHECK(pair->staff.prepare(each));
      loop_.run_once(0);  // pings are answered
    }
    meter_.latency_ms.reserve(each * 2 * pairs_.size());
    return {};
  }

  boost::json::object measure() {
    meter_.running = what_.rate <= 0;
    if (meter_.running)
      for (const auto& pair : pairs_)
        for (std::size_t i = 0; i < what_.under_way; ++i) (i % 2 == 0 ? pair->customer : pair->staff).say(Clock::now());
    drive(what_.warm_up_s);
    meter_.counting = true;
    meter_.marks = 0;
    const ProcessCost server_before = cost_of(server_.pid());
    const ProcessCost client_before = cost_of(::getpid());
    const std::size_t delivered_before = meter_.delivered;
    const Clock::time_point start = Clock::now();
    drive(what_.seconds);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double server_cpu = cost_of(server_.pid()).cpu_s - server_before.cpu_s;
    const double client_cpu = cost_of(::getpid()).cpu_s - client_before.cpu_s;
    const std::size_t delivered = meter_.delivered - delivered_before;
    const std::size_t marks = meter_.marks;
    meter_.counting = false;
    meter_.running = false;
    drain();
    return report(seconds, server_cpu, client_cpu, delivered, marks);
  }

 private:
  using Step = std::function<void(std::size_t, Pair&, std::function<void(Status)>)>;

  /// Makes the pairs the first time; a few of them at a time.
  Status for_each_pair(const Step& step) {
    while (pairs_.size() < what_.conversations) pairs_.push_back(std::make_unique<Pair>(meter_, text_));
    std::size_t next = 0;
    std::size_t under_way = 0;
    std::size_t finished = 0;
    Status result;
    CLOISTER_CHECK(site_.run_until(
        [&] {
          // The key log is fetched once, by the first.
          const std::size_t at_once = next == 0 ? 1 : kAtATime;
          while (result && next < pairs_.size() && under_way < at_once) {
            ++under_way;
            step(next, *pairs_[next], [&](const Status& status) {
              --under_way;
              ++finished;
              if (!status && result) result = status;
            });
            ++next;
          }
          return under_way == 0 && (!result || next == pairs_.size());
        },
        [&] { return finished; }));
    return result;
  }

  void drive(double seconds) {
    const Clock::time_point start = Clock::now();
    const Clock::time_point end = start + std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
    std::uint64_t said = 0;
    for (Clock::time_point now = start; now < end; now = Clock::now()) {
      if (what_.rate > 0) {
        const auto due = static_cast<std::uint64_t>(std::chrono::duration<double>(now - start).count() * what_.rate);
        for (; said < due; ++said)
          speak(start +
                std::chrono::nanoseconds(static_cast<std::int64_t>(static_cast<double>(said) / what_.rate * 1e9)));
      }
      loop_.run_once(what_.rate > 0 ? 1 : 10);
    }
  }

  void speak(Clock::time_point meant) {
    Pair& pair = *pairs_[turn_ / 2 % pairs_.size()];
    (turn_ % 2 == 0 ? pair.customer : pair.staff).say(meant);
    ++turn_;
  }

  std::size_t missing() const {
    std::size_t count = 0;
    for (const auto& pair : pairs_) count += pair->customer.missing() + pair->staff.missing();
    return count;
  }

  void drain() {
    for (const TimeMs end = steady_clock_ms() + kDrainMs; missing() > 0 && steady_clock_ms() < end;) loop_.run_once(20);
  }

  double percentile(double part) const {
    if (meter_.latency_ms.empty()) return 0;
    const auto at = static_cast<std::size_t>(part * static_cast<double>(meter_.latency_ms.size()));
    return static_cast<double>(meter_.latency_ms[std::min(at, meter_.latency_ms.size() - 1)]);
  }

  boost::json::object report(double seconds, double server_cpu, double client_cpu, std::size_t delivered,
                             std::size_t marks) {
    std::ranges::sort(meter_.latency_ms);
    std::size_t violations = 0;
    std::size_t offline = 0;
    std::string problem;
    for (const auto& pair : pairs_)
      for (const Speaker* side : {&pair->customer, &pair->staff}) {
        violations += side->violations;
        offline += side->offline;
        if (!side->last_problem.empty()) problem = side->last_problem;
      }
    boost::json::object out;
    out["bench"] = "chat";
    out["conversations"] = pairs_.size();
    out["loop"] = what_.rate > 0 ? "open" : "closed";
    if (what_.rate > 0)
      out["rate"] = what_.rate;
    else
      out["under_way"] = what_.under_way;
    out["seconds"] = seconds;
    out["text_bytes"] = what_.text_bytes;
    out["messages_per_s"] = static_cast<double>(delivered) / seconds;
    out["server_cpu_us_per_message"] = delivered == 0 ? 0 : server_cpu * 1e6 / static_cast<double>(delivered);
    out["server_cpu_share"] = server_cpu / seconds;
    out["client_cpu_us_per_message"] = delivered == 0 ? 0 : client_cpu * 1e6 / static_cast<double>(delivered);
    out["client_cpu_share"] = client_cpu / seconds;
    out["latency_ms"] = {{"p50", percentile(0.5)}, {"p99", percentile(0.99)}, {"p999", percentile(0.999)}};
    out["sent"] = meter_.sent;
    out["delivered"] = meter_.delivered;
    out["lost"] = meter_.sent - meter_.delivered;
    out["duplicated"] = meter_.duplicated;
    out["not_as_sent"] = meter_.wrong;
    out["refused"] = meter_.refused;
    out["violations"] = violations;
    out["reconnects"] = offline;
    out["marks_per_s"] = static_cast<double>(marks) / seconds;
    out["sealed_while_measuring"] = meter_.sealed_late;
    out["marks"] = what_.marks;
    out["signatures_verified"] = "1 in " + std::to_string(kVerifyEvery);
    out["pinned"] = server_.pinned();
    if (!problem.empty()) out["problem"] = problem;
    return out;
  }

  net::EventLoop& loop_;
  const BenchServer& server_;
  const ChatBench& what_;
  std::string text_;
  Meter meter_;
  std::vector<std::unique_ptr<Pair>> pairs_;
  BenchSite site_;
  std::uint64_t turn_ = 0;
};

}  // namespace

Result<boost::json::object> bench_chat(const BenchServerOptions& server_options, const ChatBench& what) {
  CLOISTER_TRY(const auto server, BenchServer::open(server_options));
  CLOISTER_TRY(const auto loop, net::EventLoop::create());
  ChatRun run(*loop, *server, what);
  CLOISTER_CHECK(run.open(server_options));
  CLOISTER_CHECK(run.prepare());
  return run.measure();
}

}  // namespace cloister::cli
