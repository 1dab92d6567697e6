#include "client/demo.h"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "client/demo_script.h"

namespace cloister::client {
namespace {

/// Between the customers' arrivals.
constexpr DurationMs kArrivalMs = 2'500;
/// Reading and thinking before an answer is typed.
constexpr DurationMs kThinkMs = 1'800;
/// One character of typing.
constexpr DurationMs kKeyMs = 55;
constexpr DurationMs kLongestTypingMs = 7'000;
/// Seeing a message before it counts as read.
constexpr DurationMs kLookMs = 900;
/// Silence of the agent before a reminder; each further one takes longer.
constexpr DurationMs kPatienceMs = 75'000;
/// A lap-top is closed for this long.
constexpr DurationMs kAwayMs = 8'000;
/// After the last line, and between two conversations.
constexpr DurationMs kFarewellMs = 20'000;
constexpr DurationMs kReturnMs = 180'000;
constexpr DurationMs kTryAgainMs = 5'000;

}  // namespace

/// One customer: a queue of lines to say, and a clock.
class DemoPerson final : public ChatListener {
 public:
  DemoPerson(net::EventLoop& loop, const DemoOptions& options, const DemoCustomer& script, std::size_t number,
             RandomSource& random, DemoFigures& figures)
      : loop_(loop),
        options_(options),
        script_(script),
        random_(random),
        figures_(figures),
        next_timer_([this] { step(); }),
        look_timer_([this] { look(); }),
        patience_timer_([this] { remind(); }) {
    after(next_timer_, kArrivalMs * static_cast<DurationMs>(number));
  }
  ~DemoPerson() override { stop(); }

  void stop() {
    for (const auto& chat : {chat_, old_chat_})
      if (chat) chat->stop();
    for (net::CallbackTimer* timer : {&next_timer_, &look_timer_, &patience_timer_})
      net::EventLoop::cancel_timer(*timer);
    chat_.reset();
    visitor_.reset();
    stage_ = Stage::gone;
  }

 private:
  enum class Stage : std::uint8_t { arriving, thinking, typing, listening, away, farewell, gone };

  /// Sooner or later by up to a third, and by the pace of the demo.
  void after(net::CallbackTimer& timer, DurationMs delay) {
    std::uint8_t chance = 0;
    random_.fill({&chance, 1});
    const double factor = options_.pace * (0.67 + 0.66 * chance / 255.0);
    loop_.set_timer(timer, static_cast<DurationMs>(static_cast<double>(delay) * factor));
  }

  void step() {
    switch (stage_) {
      case Stage::arriving:
        return arrive();
      case Stage::thinking:
        return type();
      case Stage::typing:
        return say();
      case Stage::away:
        stage_ = Stage::listening;
        return chat_->start();
      case Stage::farewell:
        return leave();
      case Stage::listening:
      case Stage::gone:
        return;
    }
  }

  void arrive() {
    lines_.assign(script_.opening.begin(), script_.opening.end());
    reply_ = reminder_ = 0;
    away_done_ = false;
    visitor_ = Visitor::create(
        loop_, {.server = options_.server, .site = options_.site, .root = options_.root, .log = {}}, random_);
    visitor_->open([this, alive = alive_](Result<void> opened) {
      if (!*alive) return;
      if (!opened) return after(next_timer_, kTryAgainMs);
      visitor_->start(*this, [this, alive](Result<std::shared_ptr<Chat>> chat) {
        if (!*alive) return;
        if (!chat) return after(next_timer_, kTryAgainMs);
        chat_ = std::move(*chat);
        ++figures_.conversations;
        think();
      });
    });
  }

  void think() {
    if (lines_.empty() || stage_ == Stage::typing || stage_ == Stage::away) return;
    stage_ = Stage::thinking;
    after(next_timer_, kThinkMs);
  }

  void type() {
    stage_ = Stage::typing;
    chat_->set_typing(true);
    chat_->active();
    const auto keys = static_cast<DurationMs>(lines_.front().size());
    after(next_timer_, std::min(keys * kKeyMs, kLongestTypingMs));
  }

  void say() {
    stage_ = Stage::listening;
    chat_->set_typing(false);
    const std::string line(lines_.front());
    lines_.pop_front();
    if (!chat_->send_text(line)) return finish();
    ++figures_.sent;
    if (!lines_.empty()) return think();
    if (reply_ >= script_.replies.size()) return finish();
    after(patience_timer_, kPatienceMs * static_cast<DurationMs>(1 + reminder_));
  }

  void on_entry(Chat& chat, const LogEvent& event) override {
    if (&chat == old_chat_.get() && event.kind == LogEvent::Kind::closed) old_chat_->stop();
    if (&chat != chat_.get()) return;
    if (event.kind == LogEvent::Kind::closed) return finish();
    if (event.kind != LogEvent::Kind::message || event.side != Side::staff) return;
    unread_ = event.seq;
    if (!look_timer_.armed()) after(look_timer_, kLookMs);
    if (event.content != protocol::ContentKind::text) return;
    ++figures_.answers;
    net::EventLoop::cancel_timer(patience_timer_);
    if (lines_.empty() && reply_ < script_.replies.size()) lines_.push_back(script_.replies[reply_++]);
    think();
  }

  void look() {
    if (!chat_) return;
    chat_->mark_read(unread_);
    // Once, in the middle of a conversation, the lap-top is closed and opened again.
    if (script_.comes_back && !away_done_ && reply_ == 2 && stage_ == Stage::thinking) {
      away_done_ = true;
      stage_ = Stage::away;
      chat_->suspend();
      after(next_timer_, kAwayMs);
    }
  }

  void remind() {
    if (stage_ != Stage::listening || reminder_ >= script_.reminders.size()) return;
    lines_.push_back(script_.reminders[reminder_++]);
    think();
  }

  /// Nothing that a script says is for some of the staff only.
  void on_held(Chat& chat, const ClientMessageId& id, const protocol::Audience&) override { chat.release(id); }
  void on_online(Chat& chat) override {
    if (&chat == chat_.get()) think();
  }
  void on_ended(Chat& chat, ErrorCode) override {
    if (&chat == chat_.get()) finish();
  }
  void on_violation(Chat& chat, const Error&) override {
    ++figures_.violations;
    if (&chat == chat_.get()) finish();
  }

  void finish() {
    if (stage_ == Stage::farewell || stage_ == Stage::gone) return;
    stage_ = Stage::farewell;
    lines_.clear();
    net::EventLoop::cancel_timer(patience_timer_);
    after(next_timer_, kFarewellMs);
  }

  void leave() {
    if (chat_) {
      chat_->close(protocol::CloseReason::left);
      // What is left to send goes out with the connection; a moment later it is closed.
      stage_ = ++visits_ < kMaxDemoConversations ? Stage::arriving : Stage::gone;
      old_chat_ = std::exchange(chat_, nullptr);
      old_visitor_ = std::exchange(visitor_, nullptr);
      if (stage_ == Stage::arriving) after(next_timer_, kReturnMs);
    }
  }

  net::EventLoop& loop_;
  const DemoOptions& options_;
  const DemoCustomer& script_;
  RandomSource& random_;
  DemoFigures& figures_;
  /// Callbacks of requests may come after the end.
  struct Alive {
    std::shared_ptr<bool> flag = std::make_shared<bool>(true);
    ~Alive() { *flag = false; }
  } alive_owner_;
  std::shared_ptr<bool> alive_ = alive_owner_.flag;
  std::shared_ptr<Visitor> visitor_;
  std::shared_ptr<Chat> chat_;
  std::shared_ptr<Visitor> old_visitor_;
  std::shared_ptr<Chat> old_chat_;
  Stage stage_ = Stage::arriving;
  std::deque<std::string_view> lines_;
  std::size_t reply_ = 0;
  std::size_t reminder_ = 0;
  std::uint64_t unread_ = 0;
  int visits_ = 0;
  bool away_done_ = false;
  net::CallbackTimer next_timer_;
  net::CallbackTimer look_timer_;
  net::CallbackTimer patience_timer_;
};

struct Demo::Customers {
  DemoOptions options;
  DemoFigures figures;
  std::vector<std::unique_ptr<DemoPerson>> people;
};

Demo::Demo(std::unique_ptr<Customers> customers) : customers_(std::move(customers)) {}
Demo::~Demo() = default;

void Demo::stop() { customers_->people.clear(); }

DemoFigures Demo::figures() const { return customers_->figures; }

std::unique_ptr<Demo> start_demo(net::EventLoop& loop, DemoOptions options, RandomSource& random) {
  auto all = std::make_unique<Demo::Customers>();
  all->options = std::move(options);
  const std::span<const DemoCustomer> scripts = demo_customers();
  for (std::size_t i = 0; i < std::min(all->options.customers, scripts.size()); ++i)
    all->people.push_back(std::make_unique<DemoPerson>(loop, all->options, scripts[i], i, random, all->figures));
  return std::unique_ptr<Demo>(new Demo(std::move(all)));
}

}  // namespace cloister::client
