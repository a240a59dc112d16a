// What AWS sends to a mapping's OnFailure destination for each batch that it gives up: the body of
// an SQS message or an SNS message, or, with the records, an object in S3. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::triggers {

enum class FailureCondition { RetryAttemptsExhausted, RecordAgeExceeded };

struct FailedBatch {
  FailureCondition condition = FailureCondition::RetryAttemptsExhausted;
  std::string request_id;  // of the last invocation
  std::string function_arn;
  std::string executed_version;  // "$LATEST"
  int invoke_count = 0;
  // False: the function reported failures in an answer of its own. A batch that got too old has no
  // word about the last invocation.
  bool function_error = true;

  std::string shard_id;
  std::uint64_t first_number = 0;
  std::uint64_t last_number = 0;
  std::int64_t first_written_ms = 0;
  std::int64_t last_written_ms = 0;
  std::size_t size = 0;
  std::string stream_arn;
  std::int64_t failed_ms = 0;
};

// The document that SQS and SNS get.
std::string failure_record_json(const FailedBatch& batch);

// The same with "payload", the event that the function got, as text: the object for S3.
std::string failure_object_json(std::string_view record_json, std::string_view event_json);

// aws/lambda/<mapping>/<shard>/2026/01/02/2026-01-02T03.04.05-<uuid>
struct FailureObject {
  std::string_view mapping_uuid;
  std::string_view shard_id;
  std::int64_t failed_ms = 0;
  std::string_view random_uuid;
};
std::string failure_object_key(const FailureObject& object);

// 2026-01-02T03:04:05Z
std::string iso_seconds(std::int64_t time_ms);

}  // namespace tombola::triggers
