#include "deploy/stack/deployment_queue.h"

#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

using namespace tombola::deploy;
using namespace std::chrono_literals;

namespace {

constexpr auto at_once = 0ms;
constexpr auto long_enough = 1min;

// Work that begins, says so, and ends when it is let.
struct Held {
  std::promise<void> begins;
  std::promise<void> may_end;
  std::function<void()> work() {
    return [this] {
      begins.set_value();
      may_end.get_future().wait();
    };
  }
  void await() { begins.get_future().wait(); }
  void end() { may_end.set_value(); }
};

}  // namespace

TEST_CASE("a call returns when its work is done, or when its patience ends") {
  DeploymentQueue queue;
  bool done = false;
  queue.run(
      "a", [&] { done = true; }, long_enough);
  CHECK(done);
  Held held;
  queue.run("b", held.work(), at_once);
  held.await();
  held.end();
  CHECK(queue.wait("b"));
}

TEST_CASE("the work on one stack is done in order, that on another meanwhile") {
  DeploymentQueue queue;
  std::string order;
  Held first;
  queue.run("a", first.work(), at_once);
  queue.run(
      "a", [&] { order += "2"; }, at_once);
  queue.run(
      "a", [&] { order += "3"; }, at_once);
  bool other = false;
  queue.run(
      "b", [&] { other = true; }, long_enough);
  CHECK(other);
  CHECK(order.empty());
  first.end();
  CHECK(queue.wait("a"));
  CHECK(order == "23");
}

TEST_CASE("who waits for a stack waits for no other") {
  DeploymentQueue queue;
  Held held;
  queue.run("a", held.work(), at_once);
  held.await();
  CHECK(queue.wait("b"));
  queue.run(
      "b", [] {}, at_once);
  CHECK(queue.wait("b"));
  held.end();
  CHECK(queue.wait("a"));
}

// Otherwise it could wait for its own parent.
TEST_CASE("what a deployment begins is run on its own thread, at once") {
  DeploymentQueue queue;
  std::thread::id outer;
  std::thread::id inner;
  queue.run(
      "a",
      [&] {
        outer = std::this_thread::get_id();
        queue.run(
            "b", [&] { inner = std::this_thread::get_id(); }, at_once);
      },
      long_enough);
  CHECK(inner == outer);
  CHECK(outer != std::this_thread::get_id());
}

TEST_CASE("more stacks than threads are all done") {
  DeploymentQueue queue;
  std::atomic<std::size_t> done = 0;
  constexpr std::size_t count = 3 * DeploymentQueue::threads_max;
  for (std::size_t i = 0; i < count; ++i) {
    queue.run(
        std::to_string(i), [&] { ++done; }, at_once);
  }
  for (std::size_t i = 0; i < count; ++i) {
    CHECK(queue.wait(std::to_string(i)));
  }
  CHECK(done == count);
}

TEST_CASE("a queue that ends waits for what is under way and begins nothing") {
  DeploymentQueue queue;
  Held held;
  bool begun = false;
  queue.run("a", held.work(), at_once);
  queue.run(
      "a", [&] { begun = true; }, at_once);
  held.await();
  auto waiting = std::async(std::launch::async, [&] { return queue.wait("a"); });
  queue.stop();
  CHECK_FALSE(waiting.get());
  held.end();
  queue.end();
  queue.run(
      "b", [&] { begun = true; }, at_once);
  CHECK_FALSE(begun);
}
