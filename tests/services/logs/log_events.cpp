// What logs keep, and for how long.
#include "services/logs/log_events.h"

#include <catch2/catch.hpp>

#include "services/logs/logs.h"
#include "services/logs/logs_limits.h"
#include "services/service_error.h"

using namespace tombola;
using namespace tombola::services::logs;

namespace {

constexpr std::int64_t start_ms = 1'767'323'045'678;
constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

class Fixture {
 public:
  explicit Fixture(std::int64_t stored_bytes_max = 64 << 20)
      : logs({transactions, clock,
              [](std::chrono::milliseconds, const std::function<void()>&) { return nullptr; },
              stored_bytes_max, [this](std::string text) { reports.push_back(std::move(text)); }}) {
  }

  void add(const std::string& group, const std::string& stream, std::int64_t time_ms,
           std::string message) {
    logs.intake().add({{"1", "r"}, group, stream, time_ms, {{time_ms, std::move(message)}}});
  }

  LogGroup group(const std::string& name) { return logs.catalog().find({"1", "r"}, name).value(); }

  std::vector<std::string> messages(const std::string& name) {
    std::vector<std::string> texts;
    const auto page =
        logs.events().read(group(name), {{0, 0}, {INT64_MAX, 0}}, storage::Direction::Forward, {});
    for (const LogEvent& event : page.events) {
      texts.push_back(event.message);
    }
    return texts;
  }

  storage::ServiceClock clock{storage::ServiceClock::State{true, start_ms}};
  std::unique_ptr<storage::Engine> engine =
      storage::open_memory_engine({[this] { return clock.now_ms(); }});
  storage::TransactionRunner transactions{*engine};
  std::vector<std::string> reports;
  Logs logs;
};

}  // namespace

TEST_CASE("an event's id is its time and number, 56 digits, and in the order of events") {
  // 2^144 times a millisecond, as ids of AWS can be read.
  CHECK(event_id({0, 1}) == std::string(55, '0') + "1");
  CHECK(event_id({1, 0}) == "00000000000022300745198530623141535718272648361505980416");
  CHECK(event_id({1'684'825'627'000, 0}).size() == 56);
  EventPlace before;
  for (const EventPlace place : {EventPlace{0, 1}, EventPlace{1, 0}, EventPlace{1, UINT64_MAX},
                                 EventPlace{start_ms, 7}, EventPlace{start_ms + 1, 0}}) {
    CHECK(parse_event_id(event_id(place)) == place);
    CHECK(event_id(before) < event_id(place));
    before = place;
  }
  // Beyond what 56 digits hold.
  CHECK(parse_event_id(event_id({9'000'000'000'000, 3})) == EventPlace{9'000'000'000'000, 3});
  for (const std::string& no_id : {std::string(), std::string("1"), std::string(56, 'x'),
                                   std::string(58, '9'), std::string(59, '0')}) {
    CHECK_FALSE(parse_event_id(no_id));
  }
}

TEST_CASE("an ARN names a group with or without its asterisk") {
  CHECK(parse_log_group_arn("arn:aws:logs:r:1:log-group:/a/b")->name == "/a/b");
  CHECK(parse_log_group_arn("arn:aws:logs:r:1:log-group:/a/b:*")->name_space.account == "1");
  for (const std::string_view none :
       {"", "a", "arn:aws:sqs:r:1:log-group:a", "arn:aws:logs:r:1:log-group:",
        "arn:aws:logs:r:1:log-group:a:log-stream:b", "arn:aws:logs:r:1:destination:a"}) {
    CHECK_FALSE(parse_log_group_arn(none));
  }
}

TEST_CASE(
    "lines are kept in the order in which they were written, group and stream with the first") {
  Fixture fixture;
  CHECK(fixture.logs.catalog().list({"1", "r"}).empty());
  fixture.add("g", "a", start_ms, "1");
  fixture.add("g", "b", start_ms, "2");
  fixture.add("g", "a", start_ms, "3");
  fixture.add("h", "a", start_ms, "of h");
  fixture.add("g", "a", start_ms + 1, "4");
  fixture.logs.intake().flush();
  CHECK(fixture.messages("g") == std::vector<std::string>{"1", "2", "3", "4"});
  CHECK(fixture.messages("h") == std::vector<std::string>{"of h"});
  CHECK(fixture.logs.catalog().streams(fixture.group("g")).size() == 2);
  CHECK(fixture.logs.catalog().find_stream(fixture.group("g"), "a")->last_event_ms == start_ms + 1);
}

TEST_CASE("a stream's events are its own, forward, backward and by page") {
  Fixture fixture;
  for (int i = 0; i < 5; ++i) {
    fixture.add("g", i % 2 == 0 ? "a" : "b", start_ms + i, std::to_string(i));
  }
  fixture.logs.intake().flush();
  const auto stream = fixture.logs.catalog().find_stream(fixture.group("g"), "a");
  const LogEvents::Range all = {{0, 0}, {INT64_MAX, 0}, &*stream};
  const auto page =
      fixture.logs.events().read(fixture.group("g"), all, storage::Direction::Backward, {2});
  REQUIRE(page.events.size() == 2);
  CHECK_FALSE(page.complete);
  CHECK(page.events[0].message == "4");
  CHECK(page.events[1].message == "2");
  const auto bytes = fixture.logs.events().read(fixture.group("g"), all,
                                                storage::Direction::Forward, {SIZE_MAX, 1});
  CHECK(bytes.events.size() == 1);
  CHECK_FALSE(bytes.complete);
}

TEST_CASE("a stream that is deleted takes its events along, and no others") {
  Fixture fixture;
  for (int i = 0; i < 2500; ++i) {
    fixture.add("g", "a", start_ms + i, "gone");
  }
  fixture.add("g", "b", start_ms, "stays");
  fixture.logs.intake().flush();
  CHECK(fixture.logs.events().erase_stream(fixture.group("g"), "a"));
  CHECK_FALSE(fixture.logs.events().erase_stream(fixture.group("g"), "a"));
  CHECK(fixture.messages("g") == std::vector<std::string>{"stays"});
  CHECK(fixture.logs.catalog().stored_bytes(fixture.group("g")) ==
        static_cast<std::int64_t>(event_size_bytes("stays")));
}

TEST_CASE("a group that is made anew has none of the old one's events") {
  Fixture fixture;
  fixture.add("g", "a", start_ms, "old");
  fixture.logs.intake().flush();
  CHECK(fixture.logs.catalog().erase({"1", "r"}, "g"));
  CHECK_FALSE(fixture.logs.catalog().erase({"1", "r"}, "g"));
  fixture.add("g", "a", start_ms, "new");
  fixture.logs.intake().flush();
  CHECK(fixture.messages("g") == std::vector<std::string>{"new"});
}

TEST_CASE("what is older than a group's retention is not read, and goes") {
  Fixture fixture;
  fixture.add("g", "a", start_ms - 2 * day_ms, "old");
  fixture.add("g", "a", start_ms, "new");
  fixture.logs.intake().flush();
  CHECK(fixture.messages("g").size() == 2);
  fixture.logs.catalog().change({"1", "r"}, "g", [](LogGroup& group) { group.retention_days = 1; });
  CHECK(fixture.messages("g") == std::vector<std::string>{"new"});
  fixture.logs.events().make_room();
  CHECK(fixture.logs.catalog().stored_bytes(fixture.group("g")) ==
        static_cast<std::int64_t>(event_size_bytes("new")));
  fixture.clock.advance(2 * day_ms);
  CHECK(fixture.messages("g").empty());
  CHECK(fixture.reports.empty());
}

TEST_CASE("when groups hold too much the largest one's oldest events make room, and it is said") {
  constexpr std::int64_t bytes_max = 100'000;
  Fixture fixture(bytes_max);
  fixture.add("small", "a", start_ms - day_ms, "stays");
  for (int i = 0; i < 300; ++i) {
    fixture.add("large", "a", start_ms + i, std::string(1000, 'x') + std::to_string(i));
    fixture.logs.intake().flush();
  }
  const auto messages = fixture.messages("large");
  CHECK(messages.back().ends_with("x299"));
  CHECK(messages.size() < 110);
  CHECK(messages.size() > 80);
  CHECK(fixture.messages("small") == std::vector<std::string>{"stays"});
  CHECK(fixture.reports.size() == 1);
}

TEST_CASE("who writes much at once does not wait for a timer that never comes") {
  Fixture fixture;
  for (int i = 0; i < 5; ++i) {
    fixture.add("g", "a", start_ms + i, std::string(limits::intake_bytes_max / 4, 'x'));
  }
  CHECK(fixture.messages("g").size() >= 4);
}

TEST_CASE("events for a stream that is not there are refused") {
  Fixture fixture;
  StreamEvents events = {{"1", "r"}, "g", "a", start_ms, {{start_ms, "x"}}};
  CHECK_THROWS_WITH(fixture.logs.events().put(events), "The specified log group does not exist.");
  LogGroup group;
  group.name_space = {"1", "r"};
  group.name = "g";
  CHECK(fixture.logs.catalog().create(group));
  CHECK_FALSE(fixture.logs.catalog().create(group));
  CHECK_THROWS_WITH(fixture.logs.events().put(events), "The specified log stream does not exist.");
  CHECK(fixture.logs.catalog().create_stream(fixture.group("g"), "a"));
  fixture.logs.events().put(events);
  CHECK(fixture.messages("g") == std::vector<std::string>{"x"});
}
