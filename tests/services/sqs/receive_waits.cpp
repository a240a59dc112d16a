#include "services/sqs/receive_waits.h"

#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "services/services.h"
#include "storage/clock.h"
#include "tests/storage/held_engine.h"

namespace tombola::services {
namespace {

TEST_CASE("a call that waits outlives a disk that fails, and meets the error when its time is up") {
  storage::HeldEngine engine;
  storage::TransactionRunner transactions(engine);
  storage::ServiceClock clock;
  std::vector<std::function<void()>> timers;
  Services services(
      {transactions, clock, [&](std::chrono::milliseconds, std::function<void()> work) {
         timers.push_back(std::move(work));
         return std::make_shared<int>(0);
       }});

  engine.hold();
  std::thread breaking([&] {
    while (engine.asked() == 0) std::this_thread::yield();
    engine.fail("the disk is broken");
  });
  std::vector<bool> attempts;
  services.waits().wait(1, std::chrono::seconds(20), [&](bool last) {
    attempts.push_back(last);
    return last;
  });
  breaking.join();
  REQUIRE(timers.size() == 1);
  timers[0]();
  CHECK(attempts == std::vector<bool>{false, true});
}

}  // namespace
}  // namespace tombola::services
