#include "http/event_loop.h"

#include <array>
#include <atomic>
#include <future>
#include <thread>

#include <pthread.h>

namespace tombola::http {

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

std::string name_of_this_thread() {
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return name.data();
}

// Runs `work` on the loop and waits for it.
template <class Work>
auto run_on(EventLoop& loop, Work work) {
  std::packaged_task<decltype(work())()> task(std::move(work));
  auto result = task.get_future();
  loop.post([&task] { task(); });
  return result.get();
}

}  // namespace

TEST_CASE("posted work runs on the loop's named threads") {
  EventLoop one("tombola-http", 1);
  CHECK(run_on(one, name_of_this_thread) == "tombola-http");
  CHECK(run_on(one, [&] { return one.on_own_thread(); }));
  CHECK_FALSE(one.on_own_thread());

  EventLoop two("a-name-that-is-too-long", 2);
  const std::string name = run_on(two, name_of_this_thread);
  CHECK((name == "a-name-that-i-1" || name == "a-name-that-i-2"));
}

TEST_CASE("work on several threads runs at the same time") {
  EventLoop loop("test", 2);
  std::promise<void> first_ran;
  std::promise<void> both_ran;
  loop.post([&] {
    first_ran.get_future().wait();
    both_ran.set_value();
  });
  loop.post([&] { first_ran.set_value(); });
  both_ran.get_future().wait();
}

TEST_CASE("a timer fires once, not before its time") {
  EventLoop loop("test", 1);
  std::promise<std::chrono::steady_clock::time_point> fired;
  const auto begin = std::chrono::steady_clock::now();
  const EventLoop::Timer timer =
      loop.schedule(milliseconds(20), [&] { fired.set_value(std::chrono::steady_clock::now()); });
  CHECK(fired.get_future().get() - begin >= milliseconds(20));
}

TEST_CASE("timers fire in the order of their times") {
  EventLoop loop("test", 1);
  std::string order;
  std::promise<void> last;
  auto late = loop.schedule(milliseconds(40), [&] {
    order += "c";
    last.set_value();
  });
  auto early = loop.schedule(milliseconds(1), [&] { order += "a"; });
  auto middle = loop.schedule(milliseconds(20), [&] { order += "b"; });
  last.get_future().wait();
  CHECK(order == "abc");
}

TEST_CASE("a cancelled, replaced or destroyed timer does not fire") {
  EventLoop loop("test", 1);
  std::atomic<int> fired{0};
  std::promise<void> later;
  EventLoop::Timer last;
  // All on the loop's thread, where cancelling is final although the times have passed.
  run_on(loop, [&] {
    EventLoop::Timer cancelled = loop.schedule(milliseconds(0), [&] { ++fired; });
    EventLoop::Timer replaced = loop.schedule(milliseconds(0), [&] { ++fired; });
    {
      const EventLoop::Timer destroyed = loop.schedule(milliseconds(0), [&] { ++fired; });
    }
    cancelled.cancel();
    replaced = EventLoop::Timer();
    last = loop.schedule(milliseconds(5), [&] { later.set_value(); });
  });
  later.get_future().wait();
  CHECK(fired == 0);
}

TEST_CASE("a timer may be cancelled from its own work") {
  EventLoop loop("test", 1);
  std::promise<int> done;
  EventLoop::Timer timer;
  run_on(loop, [&] {
    timer = loop.schedule(milliseconds(0), [&, alive = std::make_shared<int>(7)] {
      timer.cancel();
      done.set_value(*alive);
    });
  });
  CHECK(done.get_future().get() == 7);
}

TEST_CASE("a timer may outlive its loop") {
  EventLoop::Timer timer;
  auto owned_by_work = std::make_shared<int>(1);
  {
    EventLoop loop("test", 1);
    timer = loop.schedule(hours(1), [owned_by_work] {});
  }
  CHECK(owned_by_work.use_count() == 2);
  timer.cancel();
  CHECK(owned_by_work.use_count() == 1);
}

TEST_CASE("stopping drops work that has not run, on the loop's own thread too") {
  std::atomic<int> ran{0};
  {
    EventLoop loop("test", 1);
    std::promise<void> stopped;
    loop.post([&] {
      loop.post([&] { ++ran; });
      loop.stop();
      stopped.set_value();
    });
    stopped.get_future().wait();
    loop.stop();
    loop.post([&] { ++ran; });
  }
  CHECK(ran == 0);
}

TEST_CASE("what a loop has left to do ends with it, also if it owns a timer of that loop") {
  struct Owner {
    EventLoop::Timer timer;
  };
  const auto owner = std::make_shared<Owner>();
  {
    EventLoop loop("test", 1);
    owner->timer = loop.schedule(hours(1), [] {});
    loop.stop();
    loop.post([owner] {});
    CHECK(owner.use_count() == 2);
  }
  CHECK(owner.use_count() == 1);
}

TEST_CASE("timers are made and dropped by many threads at once") {
  EventLoop loop("test", 2);
  std::atomic<int> fired{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j) {
        EventLoop::Timer kept = loop.schedule(std::chrono::microseconds(j % 7), [&] { ++fired; });
        EventLoop::Timer dropped = loop.schedule(hours(1), [&] { fired += 100'000; });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(fired <= 2000);
}

}  // namespace tombola::http
