#include "triggers/batch_outcome.h"

#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/triggers/scripted_runtime.h"

namespace triggers = tombola::triggers;
using triggers::batch_outcome;
using triggers::BatchAction;
using triggers::BatchOutcome;
using triggers::BatchTry;
using triggers::EventSourceMapping;
using triggers::InvokeResult;
using triggers::InvokeStatus;
using triggers::testing::function_error;
using triggers::testing::success;
using triggers::testing::unreachable;

namespace {

constexpr BatchAction advance = BatchAction::Advance;
constexpr BatchAction retry = BatchAction::Retry;
constexpr BatchAction discard = BatchAction::Discard;
constexpr InvokeStatus succeeded = InvokeStatus::Success;
constexpr InvokeStatus failed = InvokeStatus::FunctionError;
constexpr InvokeStatus not_reached = InvokeStatus::Unreachable;

struct Case {
  InvokeStatus status;
  int maximum_retry_attempts;
  int attempts;  // before
  int failures;  // before
  BatchAction action;
  int attempts_after;
  std::int64_t delay_ms;
};

InvokeResult result_of(InvokeStatus status) {
  switch (status) {
    case succeeded:
      return success();
    case failed:
      return function_error("boom");
    case not_reached:
      break;
  }
  return unreachable("no node");
}

}  // namespace

TEST_CASE("what follows from a result") {
  const std::vector<Case> cases{
      // A success ends the batch, whatever came before.
      {succeeded, -1, 0, 0, advance, 1, 0},
      {succeeded, 0, 0, 0, advance, 1, 0},
      {succeeded, 2, 2, 9, advance, 3, 0},
      // -1: no end of retries.
      {failed, -1, 0, 0, retry, 1, 100},
      {failed, -1, 1, 1, retry, 2, 200},
      {failed, -1, 9999, 9999, retry, 10000, 30000},
      // In all MaximumRetryAttempts + 1 calls: recorded on AWS, 1 gives 2, 3 gives 4.
      {failed, 0, 0, 0, discard, 1, 0},
      {failed, 1, 0, 0, retry, 1, 100},
      {failed, 1, 1, 1, discard, 2, 0},
      {failed, 3, 2, 2, retry, 3, 400},
      {failed, 3, 3, 3, discard, 4, 0},
      // A setting that was lowered meanwhile.
      {failed, 1, 7, 7, discard, 8, 0},
      // What did not reach the function uses no retry, but waits longer each time.
      {not_reached, 0, 0, 0, retry, 0, 100},
      {not_reached, 0, 0, 4, retry, 0, 1600},
      {not_reached, 2, 2, 2, retry, 2, 400},
      {not_reached, -1, 0, 100, retry, 0, 30000},
  };
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.status), one.maximum_retry_attempts, one.attempts, one.failures);
    EventSourceMapping mapping;
    mapping.maximum_retry_attempts = one.maximum_retry_attempts;
    const BatchOutcome outcome =
        batch_outcome(mapping, BatchTry{5, 9, one.attempts, one.failures}, result_of(one.status));
    CHECK(outcome.action == one.action);
    CHECK(outcome.attempts == one.attempts_after);
    CHECK(outcome.delay_ms == one.delay_ms);
    CHECK(outcome.done_up_to == (one.action == retry ? 0 : 9));
    CHECK(outcome.processing_result ==
          (one.status == succeeded ? "OK" : "PROBLEM: Function call failed"));
    CHECK(outcome.reason.empty() == (one.status == succeeded));
  }
}

TEST_CASE("what the function returns does not matter, not even whether it is JSON") {
  for (const char* payload :
       {"", "null", "{\"batchItemFailures\":[{\"itemIdentifier\":\"5\"}]}", "<html>"}) {
    InvokeResult result = success();
    result.payload = payload;
    CHECK(batch_outcome({}, BatchTry{5, 9, 0, 0}, result).action == advance);
  }
}

TEST_CASE("the reason of a failure is the error's type and message") {
  const auto reason_of = [](InvokeStatus status, const std::string& payload) {
    InvokeResult result;
    result.status = status;
    result.payload = payload;
    return batch_outcome({}, BatchTry{1, 1, 0, 0}, result).reason;
  };
  CHECK(reason_of(failed, R"({"errorType":"TypeError","errorMessage":"x is not a function"})") ==
        "TypeError: x is not a function");
  CHECK(reason_of(failed, R"({"errorMessage":"only a message"})") == "only a message");
  CHECK(reason_of(failed, R"({"errorType":"Runtime.ExitError"})") == "Runtime.ExitError");
  CHECK(reason_of(failed, R"({"errorType":7})") == R"({"errorType":7})");
  CHECK(reason_of(failed, "not JSON") == "not JSON");
  CHECK(reason_of(failed, "") == "no reason given");
  CHECK(reason_of(not_reached, R"({"errorMessage":"there is no node"})") ==
        "the function could not be run: there is no node");
}

TEST_CASE("a long reason is cut, not within a character") {
  for (int shift = 0; shift < 3; ++shift) {
    std::string message(static_cast<std::size_t>(shift), 'x');
    for (int i = 0; i < 1000; ++i) {
      message += "\u20ac";  // three bytes
    }
    const BatchOutcome outcome = batch_outcome({}, BatchTry{1, 1, 0, 0}, function_error(message));
    CHECK(outcome.reason.size() <= tombola::limits::reason_bytes_max);
    CHECK(outcome.reason.size() > tombola::limits::reason_bytes_max - 6);
    REQUIRE(outcome.reason.ends_with("\u20ac..."));
  }
}
