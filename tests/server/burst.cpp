#include "server/burst.h"

#include <condition_variable>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

using tombola::http::EventLoop;
using tombola::server::Burst;

TEST_CASE("of a burst the first lines are said, and the number of the others") {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::string> said;
  EventLoop loop("burst", 1);
  Burst burst(loop, [&](const std::string& subject, const std::string& text) {
    const std::lock_guard lock(mutex);
    said.push_back(subject + ": " + text);
    changed.notify_all();
  });
  const std::size_t shown = Burst::lines_per_second_max;
  for (std::size_t i = 0; i < shown + 5; ++i) {
    burst.say("A", fmt::format("{}", i));
  }
  burst.say("B", "alone");
  std::unique_lock lock(mutex);
  REQUIRE(
      changed.wait_for(lock, std::chrono::seconds(30), [&] { return said.size() == shown + 2; }));
  CHECK(said.front() == "A: 0");
  CHECK(said[shown] == "B: alone");
  CHECK(said.back() == "A: ... and 5 more");
}
