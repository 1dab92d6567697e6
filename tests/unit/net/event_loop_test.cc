#include "net/event_loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace cloister::net {
namespace {

TEST(EventLoop, RunsPostedTasksInOrderFromAnyThread) {
  auto pool = *LoopPool::create(1);
  EventLoop& loop = pool->loop(0);
  pool->start();
  std::vector<int> order;
  std::atomic<bool> done = false;
  for (int i = 0; i < 1000; ++i) {
    loop.post([&, i] {
      EXPECT_TRUE(loop.in_loop_thread());
      EXPECT_EQ(EventLoop::current(), &loop);
      order.push_back(i);
      if (i == 999) done = true;
    });
  }
  pool->stop();
  EXPECT_TRUE(done);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(order.size(), 1000U);
  EXPECT_FALSE(loop.in_loop_thread() && EventLoop::current());
}

TEST(EventLoop, ATaskMayPostAnother) {
  auto loop = *EventLoop::create();
  int count = 0;
  std::function<void()> again = [&] {
    if (++count < 100) {
      loop->post([&] { again(); });
    } else {
      loop->stop();
    }
  };
  loop->post([&] { again(); });
  loop->run();
  EXPECT_EQ(count, 100);
}

TEST(EventLoop, TimersFireInOrderAndWakeTheLoop) {
  auto loop = *EventLoop::create();
  std::string order;
  CallbackTimer late([&] {
    order += "c";
    loop->stop();
  });
  CallbackTimer early([&] { order += "a"; });
  CallbackTimer middle([&] { order += "b"; });
  CallbackTimer never([&] { order += "x"; });
  loop->set_timer(late, 500);
  loop->set_timer(early, 10);
  loop->set_timer(middle, 250);
  loop->set_timer(never, 100);
  EventLoop::cancel_timer(never);
  loop->run();
  EXPECT_EQ(order, "abc");
}

TEST(EventLoop, DeliversSignals) {
  auto loop = *EventLoop::create();
  int got = 0;
  ASSERT_TRUE(loop->watch_signals({SIGUSR1}, [&](int number) {
    got = number;
    loop->stop();
  }));
  ::kill(::getpid(), SIGUSR1);
  loop->run();
  EXPECT_EQ(got, SIGUSR1);
}

struct Reader final : LoopHandler {
  std::function<void()> ready;
  bool* dead = nullptr;
  ~Reader() override {
    if (dead) *dead = true;
  }
  void on_ready(std::uint32_t) override { ready(); }
};

TEST(EventLoop, AHandlerRemovedInATurnIsNotCalledInIt) {
  auto loop = *EventLoop::create();
  int pair[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  ASSERT_EQ(::write(pair[0], "x", 1), 1);
  ASSERT_EQ(::write(pair[1], "x", 1), 1);
  Reader first, second;
  int calls = 0;
  first.ready = [&] {
    ++calls;
    loop->remove(pair[1], second);
    loop->remove(pair[0], first);
  };
  second.ready = [&] {
    ++calls;
    loop->remove(pair[1], second);
    loop->remove(pair[0], first);
  };
  ASSERT_TRUE(loop->add(pair[0], EPOLLIN, first));
  ASSERT_TRUE(loop->add(pair[1], EPOLLIN, second));
  loop->run_once(1000);
  loop->run_once(0);
  EXPECT_EQ(calls, 1);
  ::close(pair[0]);
  ::close(pair[1]);
}

TEST(EventLoop, NamesDoNotOutliveWhatTheyName) {
  auto loop = *EventLoop::create();
  bool dead = false;
  auto made = std::make_unique<Reader>();
  made->dead = &dead;
  LoopHandler* const raw = made.get();
  const HandlerRef ref = loop->adopt(std::move(made));
  EXPECT_EQ(loop->find(ref), raw);
  EXPECT_EQ(loop->adopted(), 1U);
  loop->retire(ref);
  EXPECT_EQ(loop->find(ref), nullptr);
  EXPECT_FALSE(dead) << "somebody may still be inside";
  loop->run_once(0);
  EXPECT_TRUE(dead);
  const HandlerRef next = loop->adopt(std::make_unique<Reader>());
  EXPECT_EQ(next.slot, ref.slot);
  EXPECT_EQ(loop->find(ref), nullptr);
  EXPECT_EQ(loop->find(HandlerRef{}), nullptr);
  loop->retire(ref);
  EXPECT_NE(loop->find(next), nullptr);
}

TEST(EventLoop, DiesWithHandlersAndTasks) {
  bool handler_dead = false;
  auto task_alive = std::make_shared<int>(1);
  {
    auto loop = *EventLoop::create();
    auto made = std::make_unique<Reader>();
    made->dead = &handler_dead;
    loop->adopt(std::move(made));
    loop->post([task_alive] {});
  }
  EXPECT_TRUE(handler_dead);
  EXPECT_EQ(task_alive.use_count(), 1);
}

}  // namespace
}  // namespace cloister::net
