// Field order, and the times with and without milliseconds, as recorded on AWS.
#include "triggers/failure_record.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "streams/shard.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {
namespace {

using dynamodb::json_string;

std::string_view condition_text(FailureCondition condition) {
  return condition == FailureCondition::RetryAttemptsExhausted ? "RetryAttemptsExhausted"
                                                               : "RecordAgeExceeded";
}

// Recorded on AWS: absent for RecordAgeExceeded, functionError null after a partial failure.
std::string response_context(const FailedBatch& batch) {
  if (batch.condition == FailureCondition::RecordAgeExceeded) {
    return {};
  }
  return fmt::format(
      R"("responseContext":{{"statusCode":200,"executedVersion":{},"functionError":{}}},)",
      json_string(batch.executed_version), batch.function_error ? R"("Unhandled")" : "null");
}

}  // namespace

std::string failure_record_json(const FailedBatch& batch) {
  return fmt::format(
      R"({{"requestContext":{{"requestId":{},"functionArn":{},"condition":"{}",)"
      R"("approximateInvokeCount":{}}},{}"version":"1.0","timestamp":"{}",)"
      R"("DDBStreamBatchInfo":{{"shardId":{},"startSequenceNumber":"{}","endSequenceNumber":"{}",)"
      R"("approximateArrivalOfFirstRecord":"{}","approximateArrivalOfLastRecord":"{}",)"
      R"("batchSize":{},"streamArn":{}}}}})",
      json_string(batch.request_id), json_string(batch.function_arn),
      condition_text(batch.condition), batch.invoke_count, response_context(batch),
      iso_time(batch.failed_ms), json_string(batch.shard_id),
      streams::sequence_number_text(batch.first_number),
      streams::sequence_number_text(batch.last_number), iso_seconds(batch.first_written_ms),
      iso_seconds(batch.last_written_ms), batch.size, json_string(batch.stream_arn));
}

std::string failure_object_json(std::string_view record_json, std::string_view event_json) {
  std::string object(record_json.substr(0, record_json.size() - 1));
  object.append(R"(,"payload":)");
  dynamodb::append_json_string(object, event_json);
  object.push_back('}');
  return object;
}

std::string failure_object_key(const FailureObject& object) {
  std::string time = iso_seconds(object.failed_ms);
  time.pop_back();
  std::string day = time.substr(0, 10);
  std::replace(day.begin(), day.end(), '-', '/');
  std::replace(time.begin(), time.end(), ':', '.');
  return fmt::format("aws/lambda/{}/{}/{}/{}-{}", object.mapping_uuid, object.shard_id, day, time,
                     object.random_uuid);
}

std::string iso_seconds(std::int64_t time_ms) {
  return iso_time(time_ms).substr(0, 19) + "Z";
}

}  // namespace tombola::triggers
