#include "triggers/tumbling_window.h"

#include <catch2/catch.hpp>

using namespace tombola::triggers;

TEST_CASE("windows are aligned to the epoch") {
  const OpenWindow window = window_of(1'767'323'045'678, 60);
  CHECK(window.start_ms == 1'767'322'980'000 + 60'000);
  CHECK(window.end_ms == window.start_ms + 60'000);
  CHECK(window.state_json == "{}");
  CHECK(window_of(window.start_ms, 60).start_ms == window.start_ms);
  CHECK(window_of(window.end_ms - 1, 60).start_ms == window.start_ms);
  CHECK(window_of(window.end_ms, 60).start_ms == window.end_ms);
}

// "TimeWindowEvent" in Lambda's documentation.
TEST_CASE("a window's event has these members beside its Records") {
  OpenWindow window = window_of(1'767'323'045'678, 120);
  window.state_json = R"({"1":282})";
  CHECK(window_members({window, "shardId-1", "stream-ARN", false}) ==
        R"(,"window":{"start":"2026-01-02T03:04:00Z","end":"2026-01-02T03:06:00Z"},)"
        R"("state":{"1":282},"shardId":"shardId-1","eventSourceARN":"stream-ARN",)"
        R"("isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false)");
  window.terminated_early = true;
  CHECK_THAT(
      window_members({window, "shardId-1", "stream-ARN", true}),
      Catch::Matchers::EndsWith(R"("isFinalInvokeForWindow":true,"isWindowTerminatedEarly":true)"));
}
