#include "triggers/invocation_history.h"

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"

using namespace tombola;
using triggers::Invocation;
using triggers::InvocationHistory;
using triggers::InvokeResult;
using triggers::LambdaRuntime;
using triggers::RecordedInvocation;

namespace {

constexpr auto all = [](const RecordedInvocation&) { return true; };

Invocation invocation_of(const std::string& id, std::string event = "{}") {
  Invocation invocation;
  invocation.request_id = id;
  invocation.event_json = std::move(event);
  return invocation;
}

// Keeps what it is asked for, for the test to end.
class HeldAnswer : public LambdaRuntime {
 public:
  void invoke(Invocation invocation, Done done) override {
    request_id = invocation.request_id;
    end = std::move(done);
  }
  void shut_down() override { was_shut_down = true; }

  std::string request_id;
  Done end;
  bool was_shut_down = false;
};

}  // namespace

TEST_CASE("the newest invocations come first, under way or ended") {
  std::int64_t now_ms = 5;
  InvocationHistory history([&] { return now_ms; });
  const auto first = history.began("f", "arn:f", invocation_of("1"));
  history.began("g", "arn:g", invocation_of("2"));
  now_ms = 8;
  InvokeResult result;
  result.payload = "7";
  history.ended(first, result);

  const auto both = history.newest(10, all);
  REQUIRE(both.size() == 2);
  CHECK(both[0].function == "g");
  CHECK(both[0].result == nullptr);
  CHECK(both[1].function_arn == "arn:f");
  CHECK(both[1].began_ms == 5);
  CHECK(both[1].ended_ms == 8);
  CHECK(both[1].result->payload == "7");
  CHECK(history.newest(1, all).size() == 1);
  CHECK(history.find("1")->function == "f");
  CHECK_FALSE(history.find("3"));
}

TEST_CASE("the ring is bounded in number") {
  InvocationHistory history([] { return 0; });
  for (std::size_t i = 0; i <= limits::remembered_invocations_max; ++i) {
    history.began("f", "", invocation_of(std::to_string(i)));
  }
  CHECK(history.newest(SIZE_MAX, all).size() == limits::remembered_invocations_max);
  CHECK_FALSE(history.find("0"));
  CHECK(history.find("1"));
  history.ended(1, {});  // forgotten meanwhile
}

TEST_CASE("the ring is bounded in bytes, and always has its newest") {
  InvocationHistory history([] { return 0; });
  const std::string half(limits::remembered_invocation_bytes_max / 2 - 10, 'x');
  history.began("f", "", invocation_of("1", half));
  history.began("f", "", invocation_of("2", half));
  const auto third = history.began("f", "", invocation_of("3"));
  CHECK(history.newest(10, all).size() == 3);
  InvokeResult result;
  result.payload = half + half + std::string(30, 'x');
  history.ended(third, result);
  CHECK(history.newest(10, all).size() == 1);
  CHECK(history.find("3"));
}

TEST_CASE(
    "an observed runtime tells the history, names what has no name, and passes everything on") {
  auto runtime = std::make_shared<HeldAnswer>();
  auto history = std::make_shared<InvocationHistory>([] { return 0; });
  const auto observed = triggers::observed(runtime, history, "f", "arn:f");
  bool ended = false;
  Invocation invocation;
  invocation.event_json = R"({"a":1})";
  invocation.cause.source = triggers::InvocationCause::Source::Event;
  observed->invoke(invocation, [&](const InvokeResult& result) {
    ended = true;
    CHECK(result.payload == "null");
  });
  auto seen = history->newest(1, all).at(0);
  CHECK(seen.request_id == runtime->request_id);
  CHECK(seen.request_id.size() == 36);
  CHECK(*seen.event_json == R"({"a":1})");
  CHECK(seen.cause.source == triggers::InvocationCause::Source::Event);
  CHECK_FALSE(seen.result);
  InvokeResult result;
  result.payload = "null";
  runtime->end(result);
  CHECK(ended);
  CHECK(history->find(seen.request_id)->result->payload == "null");
  observed->shut_down();
  CHECK(runtime->was_shut_down);
}
