// Tumbling windows: "Implementing stateful DynamoDB stream processing in Lambda".
#include <catch2/catch.hpp>

#include "tests/triggers/frozen_service.h"

using namespace tombola::triggers;
using namespace tombola::triggers::testing;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

EventSourceMapping windows_of(int seconds) {
  EventSourceMapping mapping;
  mapping.tumbling_window_in_seconds = seconds;
  return mapping;
}

// A function that counts its records in the state.
struct Counting {
  explicit Counting(const EventSourceMapping& mapping)
      : frozen(mapping, [this](const SeenBatch&, int) { return count(); }) {}
  // The script asks the runtime, so it must not be asked any more when that is gone.
  ~Counting() { frozen.service.reset(); }

  InvokeResult count() {
    const json event = json::parse(frozen.runtime->events().back());
    json state = event.at("state");
    state["count"] = state.value("count", 0) + static_cast<int>(event.at("Records").size());
    if (failures > 0) {
      --failures;
      return function_error("boom");
    }
    return answer(json{{"state", state}}.dump());
  }

  // Of each event: records, state, final?
  std::vector<std::string> story() const {
    std::vector<std::string> lines;
    for (const std::string& text : frozen.runtime->events()) {
      const json event = json::parse(text);
      lines.push_back(std::to_string(event.at("Records").size()) + " " + event.at("state").dump() +
                      (event.at("isFinalInvokeForWindow").get<bool>() ? " final" : ""));
    }
    return lines;
  }

  int failures = 0;
  FrozenService frozen;
};

using Story = std::vector<std::string>;

}  // namespace

TEST_CASE("a state is carried through a window, and dropped after its final invocation") {
  Counting counting(windows_of(60));
  FrozenService& frozen = counting.frozen;
  frozen.service->put("T", "a");
  IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("the end of its tumbling window, due in 60000 ms (the clock is frozen)"));
  frozen.disk.clock.advance(59'999);
  frozen.service->put("T", "b");
  CHECK(frozen.service->idle().waits_for_clock);
  CHECK(counting.story() == Story{"1 {}", R"(1 {"count":1})"});
  frozen.disk.clock.advance(1);
  REQUIRE(frozen.service->idle().idle);
  CHECK(counting.story() == Story{"1 {}", R"(1 {"count":1})", R"(0 {"count":2} final)"});

  const json first = frozen.event(0);
  CHECK(first["window"] ==
        json{{"start", "2026-01-02T03:04:00Z"}, {"end", "2026-01-02T03:05:00Z"}});
  CHECK(first["eventSourceARN"] == frozen.runtime->records()[0].stream_arn);
  CHECK(first["shardId"].get<std::string>().starts_with("shardId-"));
  CHECK(first["isWindowTerminatedEarly"] == false);

  // The next window has a state of its own.
  frozen.service->put("T", "c");
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(counting.story().back() == "1 {}");
  CHECK(frozen.event(3)["window"]["start"] == "2026-01-02T03:05:00Z");
}

TEST_CASE("a batch has records of one window only") {
  Counting counting(windows_of(60));
  FrozenService& frozen = counting.frozen;
  frozen.runtime->hold();
  frozen.service->put("T", "a");
  frozen.runtime->wait_for_calls(1);
  frozen.put_all({"b", "c"});
  frozen.disk.clock.advance(60'000);
  frozen.service->put("T", "d");
  frozen.runtime->let_go();
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(counting.story() == Story{"1 {}", R"(2 {"count":1})", R"(0 {"count":3} final)", "1 {}"});
}

TEST_CASE("a restart keeps a window's state, and its end") {
  Counting counting(windows_of(60));
  FrozenService& frozen = counting.frozen;
  frozen.put_all({"a", "b"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.restart();
  frozen.service->put("T", "c");
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.disk.clock.advance(60'000);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.event(frozen.runtime->events().size() - 1)["state"] == json{{"count", 3}});
  CHECK(counting.story().back() == R"(0 {"count":3} final)");
}

TEST_CASE("a batch that fails leaves the state as it was") {
  Counting counting(windows_of(60));
  FrozenService& frozen = counting.frozen;
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().waits_for_clock);
  counting.failures = 1;
  frozen.service->put("T", "b");
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.restart();
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(counting.story() == Story{"1 {}", R"(1 {"count":1})", R"(1 {"count":1})"});
}

TEST_CASE("a final invocation that fails is tried again, over a restart too, before what follows") {
  EventSourceMapping mapping = windows_of(60);
  mapping.maximum_retry_attempts = 5;
  Counting counting(mapping);
  FrozenService& frozen = counting.frozen;
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().waits_for_clock);
  counting.failures = 2;
  frozen.disk.clock.advance(60'000);
  IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("attempt 2 of the end of its tumbling window due in 100 ms"));
  frozen.service->put("T", "b");
  frozen.restart();
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.stored_lane().window->final_attempts == 2);
  frozen.disk.clock.advance(30'000);
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(counting.story() == Story{"1 {}", R"(0 {"count":1} final)", R"(0 {"count":1} final)",
                                  R"(0 {"count":1} final)", "1 {}"});
}

TEST_CASE("an answer without a state is a failure") {
  FrozenService frozen(windows_of(60));
  frozen.service->put("T", "a");
  const IdleReport report = frozen.service->idle();
  CHECK(report.waits_for_clock);
  CHECK_THAT(report.waiting_for.at(0),
             Contains("attempt 2") && Contains("the answer has no state"));
}

// "If it exceeds that size [1 MB], Lambda terminates the window early"; the next invocation goes on
// in the same window with a new state.
TEST_CASE("a state that is too large ends its window early") {
  bool grow = true;
  FrozenService frozen(windows_of(60), [&grow](const SeenBatch&, int) {
    return answer(json{{"state", {{"x", std::string(grow ? 1'048'576 : 1, 'x')}}}}.dump());
  });
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().idle);
  REQUIRE(frozen.runtime->events().size() == 2);
  CHECK(frozen.event(1)["isFinalInvokeForWindow"] == true);
  CHECK(frozen.event(1)["isWindowTerminatedEarly"] == true);
  CHECK(frozen.event(1)["state"]["x"].get<std::string>().size() == 1'048'576);
  grow = false;
  frozen.service->put("T", "b");
  REQUIRE(frozen.service->idle().waits_for_clock);
  CHECK(frozen.event(2)["state"] == json::object());
  CHECK(frozen.event(2)["window"] == frozen.event(0)["window"]);
  frozen.disk.clock.advance(60'000);
  REQUIRE(frozen.service->idle().idle);
  CHECK(frozen.event(3)["isWindowTerminatedEarly"] == false);
  frozen.service.reset();  // before the script's captures go
}

TEST_CASE("the end of a shard ends its window") {
  Counting counting(windows_of(900));
  FrozenService& frozen = counting.frozen;
  frozen.put_all({"a"});
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.service->disable_stream("T");
  REQUIRE(frozen.service->idle().idle);
  CHECK(counting.story() == Story{"1 {}", R"(0 {"count":1} final)"});
}

TEST_CASE("a window that is no longer asked for is ended, not lost") {
  Counting counting(windows_of(900));
  FrozenService& frozen = counting.frozen;
  frozen.service->put("T", "a");
  REQUIRE(frozen.service->idle().waits_for_clock);
  frozen.mapping.tumbling_window_in_seconds = 0;
  frozen.service->dispatcher->put_mapping(frozen.mapping);
  REQUIRE(frozen.service->idle().idle);
  CHECK(counting.story() == Story{"1 {}", R"(0 {"count":1} final)"});
}

TEST_CASE("a batching window ends with the tumbling window") {
  EventSourceMapping mapping = windows_of(60);
  mapping.maximum_batching_window_in_seconds = 300;
  Counting counting(mapping);
  counting.frozen.put_all({"a", "b"});
  CHECK_THAT(counting.frozen.service->idle().waiting_for.at(0),
             Contains("a batch of 2 so far, due in 60000 ms"));
  counting.frozen.disk.clock.advance(60'000);
  REQUIRE(counting.frozen.service->idle().idle);
  CHECK(counting.story() == Story{"2 {}", R"(0 {"count":2} final)"});
}
