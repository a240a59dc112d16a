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

// Records 5 to 9.
BatchTry five_records(int attempts = 0, int failures = 0) {
  BatchTry batch;
  batch.numbers = {5, 6, 7, 8, 9};
  batch.attempts = attempts;
  batch.failures = failures;
  return batch;
}

using Parts = std::vector<BatchOutcome::Part>;

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
        batch_outcome(mapping, five_records(one.attempts, one.failures), result_of(one.status));
    CHECK(outcome.action == one.action);
    CHECK(outcome.attempts == one.attempts_after);
    CHECK(outcome.delay_ms == one.delay_ms);
    CHECK(outcome.done_count == (one.action == advance ? 5 : 0));
    CHECK(outcome.left == (one.action == retry ? Parts{{9, one.attempts_after}} : Parts{}));
    CHECK(outcome.function_error == (one.status == failed));
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
    CHECK(batch_outcome({}, five_records(), result).action == advance);
  }
}

TEST_CASE("the reason of a failure is the error's type and message") {
  const auto reason_of = [](InvokeStatus status, const std::string& payload) {
    InvokeResult result;
    result.status = status;
    result.payload = payload;
    return batch_outcome({}, five_records(), result).reason;
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
    const BatchOutcome outcome = batch_outcome({}, five_records(), function_error(message));
    CHECK(outcome.reason.size() <= tombola::limits::reason_bytes_max);
    CHECK(outcome.reason.size() > tombola::limits::reason_bytes_max - 6);
    REQUIRE(outcome.reason.ends_with("\u20ac..."));
  }
}

// "BisectBatchOnFunctionError"; "splitting a batch does not count toward the retry quota".
TEST_CASE("a function error splits a batch in the middle, without using a retry") {
  EventSourceMapping mapping;
  mapping.bisect_batch_on_function_error = true;
  for (const int retries : {-1, 0, 2}) {
    CAPTURE(retries);
    mapping.maximum_retry_attempts = retries;
    const BatchOutcome outcome = batch_outcome(mapping, five_records(), function_error("boom"));
    CHECK(outcome.action == retry);
    CHECK(outcome.split);
    CHECK(outcome.left == Parts{{6, 0}, {9, 0}});
    CHECK(outcome.delay_ms == 0);
    CHECK(outcome.attempts == 1);
  }
  // A batch of one has nothing to split: its retries count.
  BatchTry one;
  one.numbers = {7};
  mapping.maximum_retry_attempts = 1;
  BatchOutcome outcome = batch_outcome(mapping, one, function_error("boom"));
  CHECK(outcome.action == retry);
  CHECK_FALSE(outcome.split);
  CHECK(outcome.left == Parts{{7, 1}});
  one.attempts = 1;
  CHECK(batch_outcome(mapping, one, function_error("boom")).action == discard);
  // What did not reach the function says nothing about the batch.
  CHECK_FALSE(batch_outcome(mapping, five_records(), unreachable("no node")).split);
}

TEST_CASE("of a partial failure what follows the lowest number reported is tried again") {
  EventSourceMapping mapping;
  mapping.report_batch_item_failures = true;
  mapping.maximum_retry_attempts = 1;
  InvokeResult result = success();
  result.payload = R"({"batchItemFailures":[{"itemIdentifier":"100000000000000000008"},)"
                   R"({"itemIdentifier":"100000000000000000007"}]})";
  BatchOutcome outcome = batch_outcome(mapping, five_records(), result);
  CHECK(outcome.action == retry);
  CHECK(outcome.done_count == 2);
  CHECK(outcome.left == Parts{{9, 1}});
  CHECK(outcome.delay_ms == 100);
  CHECK(outcome.processing_result == "PROBLEM: Function call failed");
  // The count goes on, though the batch has become smaller; and what was done stays done.
  outcome = batch_outcome(mapping, five_records(1), result);
  CHECK(outcome.action == discard);
  CHECK(outcome.done_count == 2);
  CHECK_FALSE(outcome.function_error);
}

// "The batch is bisected at the returned sequence number, and Lambda retries only the remaining
// records."
TEST_CASE("with bisection a partial failure splits the batch at the number reported") {
  EventSourceMapping mapping;
  mapping.report_batch_item_failures = true;
  mapping.bisect_batch_on_function_error = true;
  mapping.maximum_retry_attempts = 0;
  InvokeResult result = success();
  result.payload = R"({"batchItemFailures":[{"itemIdentifier":"100000000000000000007"}]})";
  BatchOutcome outcome = batch_outcome(mapping, five_records(), result);
  CHECK(outcome.split);
  CHECK(outcome.done_count == 2);
  CHECK(outcome.left == Parts{{9, 0}});
  // The first of them failed: nothing is done, so it is split in the middle.
  result.payload = R"({"batchItemFailures":[{"itemIdentifier":"100000000000000000005"}]})";
  outcome = batch_outcome(mapping, five_records(), result);
  CHECK(outcome.split);
  CHECK(outcome.left == Parts{{6, 0}, {9, 0}});
}

TEST_CASE("a retry does not wait past the moment when the records get too old") {
  EventSourceMapping mapping;
  mapping.maximum_record_age_in_seconds = 60;
  BatchTry batch = five_records(3, 9);
  batch.oldest_ms = 1'000'000;
  batch.ended_ms = 1'050'000;
  CHECK(batch_outcome(mapping, batch, function_error("boom")).delay_ms == 10'001);
  batch.ended_ms = 1'070'000;
  CHECK(batch_outcome(mapping, batch, function_error("boom")).delay_ms == 0);
  batch.ended_ms = 1'000'000;
  CHECK(batch_outcome(mapping, batch, function_error("boom")).delay_ms == 30'000);
  CHECK(batch_outcome(mapping, batch, unreachable("no node")).delay_ms == 30'000);

  CHECK_FALSE(triggers::record_expired(mapping, 1'000'000, 1'060'000));
  CHECK(triggers::record_expired(mapping, 1'000'000, 1'060'001));
  CHECK_FALSE(triggers::record_expired({}, 0, INT64_MAX / 2));
}

TEST_CASE("the final invocation of a window has no records, and its retries count") {
  EventSourceMapping mapping;
  mapping.tumbling_window_in_seconds = 60;
  mapping.bisect_batch_on_function_error = true;
  mapping.maximum_retry_attempts = 1;
  BatchTry final;
  final.in_window = true;
  BatchOutcome outcome = batch_outcome(mapping, final, function_error("boom"));
  CHECK(outcome.action == retry);
  CHECK_FALSE(outcome.split);
  CHECK(outcome.attempts == 1);
  final.attempts = 1;
  CHECK(batch_outcome(mapping, final, function_error("boom")).action == discard);
  InvokeResult result = success();
  result.payload = R"({"state":{}})";
  CHECK(batch_outcome(mapping, final, result).action == advance);
}
