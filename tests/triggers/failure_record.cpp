#include "triggers/failure_record.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tombola::triggers;

namespace {

FailedBatch some_batch() {
  FailedBatch batch;
  batch.request_id = "7de405cd-0df0-4e55-9f3a-81f4827e91a1";
  batch.function_arn = "arn:aws:lambda:eu-west-2:000000000000:function:f";
  batch.executed_version = "$LATEST";
  batch.invoke_count = 4;
  batch.shard_id = "shardId-00000001414562045508-2bac9cd2";
  batch.first_number = 7;
  batch.last_number = 9;
  batch.first_written_ms = 1'767'323'045'678;
  batch.last_written_ms = 1'767'323'046'001;
  batch.size = 3;
  batch.stream_arn =
      "arn:aws:dynamodb:eu-west-2:000000000000:table/T/stream/2026-01-02T00:00:00.000";
  batch.failed_ms = 1'767'323'050'009;
  return batch;
}

}  // namespace

// Recorded on AWS: the fields, their order, milliseconds in "timestamp" and nowhere else.
TEST_CASE("the record of a batch whose retries are used up") {
  CHECK(
      failure_record_json(some_batch()) ==
      R"({"requestContext":{"requestId":"7de405cd-0df0-4e55-9f3a-81f4827e91a1",)"
      R"("functionArn":"arn:aws:lambda:eu-west-2:000000000000:function:f",)"
      R"("condition":"RetryAttemptsExhausted","approximateInvokeCount":4},)"
      R"("responseContext":{"statusCode":200,"executedVersion":"$LATEST",)"
      R"("functionError":"Unhandled"},"version":"1.0","timestamp":"2026-01-02T03:04:10.009Z",)"
      R"("DDBStreamBatchInfo":{"shardId":"shardId-00000001414562045508-2bac9cd2",)"
      R"("startSequenceNumber":"100000000000000000007","endSequenceNumber":"100000000000000000009",)"
      R"("approximateArrivalOfFirstRecord":"2026-01-02T03:04:05Z",)"
      R"("approximateArrivalOfLastRecord":"2026-01-02T03:04:06Z","batchSize":3,)"
      R"("streamArn":"arn:aws:dynamodb:eu-west-2:000000000000:table/T/stream/)"
      R"(2026-01-02T00:00:00.000"}})");
}

// Recorded on AWS.
TEST_CASE("after a partial failure the function had no error") {
  FailedBatch batch = some_batch();
  batch.function_error = false;
  const auto record = nlohmann::json::parse(failure_record_json(batch));
  CHECK(record["responseContext"]["functionError"].is_null());
  CHECK(record["responseContext"].contains("functionError"));
}

// Recorded on AWS for Kinesis, whose code is the same.
TEST_CASE("a batch that got too old has no word about a response") {
  FailedBatch batch = some_batch();
  batch.condition = FailureCondition::RecordAgeExceeded;
  const auto record = nlohmann::json::parse(failure_record_json(batch));
  CHECK(record["requestContext"]["condition"] == "RecordAgeExceeded");
  CHECK_FALSE(record.contains("responseContext"));
}

// "Lambda ... the payload field contains the whole invocation record", as text.
TEST_CASE("a bucket gets the event, too, under a name of its own") {
  const std::string record = failure_record_json(some_batch());
  const std::string event = R"({"Records":["x\n"]})";
  auto object = nlohmann::json::parse(failure_object_json(record, event));
  CHECK(object["payload"] == event);
  object.erase("payload");
  CHECK(object == nlohmann::json::parse(record));

  CHECK(failure_object_key({"uuid-1", "shardId-1", 1'767'323'050'009, "random"}) ==
        "aws/lambda/uuid-1/shardId-1/2026/01/02/2026-01-02T03.04.10-random");
}
