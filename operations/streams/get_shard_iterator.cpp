// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
//
// LATEST is exact here: nothing that was written before the call comes back. On AWS it may be a
// little older.
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/streams/stream_view.h"
#include "streams/shard_iterator.h"
#include "streams/stream_reader.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetShardIteratorInput", {{"StreamArn", Shape::string().length(0, 1024), Presence::Required},
                                {"ShardId", Shape::string().length(28, 65), Presence::Required},
                                {"ShardIteratorType",
                                 Shape::string().one_of({"AFTER_SEQUENCE_NUMBER", "LATEST",
                                                         "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"}),
                                 Presence::Required},
                                {"SequenceNumber", Shape::string().length(21, 40)}});
  return shape;
}

bool takes_sequence_number(std::string_view type) {
  return type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER";
}

void check_sequence_number_goes_with(std::string_view type, bool has_sequence_number) {
  if (takes_sequence_number(type) && !has_sequence_number) {
    throw ApiError::validation(
        fmt::format("SequenceNumber must be specified for ShardIteratorType {}", type));
  }
  if (!takes_sequence_number(type) && has_sequence_number) {
    throw ApiError::validation(
        fmt::format("SequenceNumber must not be specified for ShardIteratorType {}", type));
  }
}

std::uint64_t sequence_number_in(const streams::Shard& shard, std::string_view text) {
  const auto number = streams::parse_sequence_number(text);
  if (!number || *number < shard.start_number ||
      (shard.end_number && *number > *shard.end_number)) {
    throw ApiError::validation(
        fmt::format("Invalid SequenceNumber: {} is not in shard {}", text, shard.id));
  }
  return *number;
}

// "You request a shard iterator with a sequence number older than the trim point (24 hours)."
bool is_trimmed(const StreamView& view, std::uint64_t number, std::int64_t now_ms) {
  const dynamodb::StreamId stream = view.stream.descriptor.id;
  return number <= storage::change_log::trimmed_up_to(view.transaction, stream) ||
         number <= storage::change_log::last_number_before(
                       view.transaction, stream, now_ms - limits::stream_retention_ms + 1);
}

}  // namespace

std::string get_shard_iterator(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view arn = request.required("StreamArn").as_string();
  const std::string_view type = request.required("ShardIteratorType").as_string();
  const auto sequence_number = request.string("SequenceNumber");
  check_sequence_number_goes_with(type, sequence_number.has_value());

  streams::ShardIterator iterator;
  iterator.issued_ms = context.service_clock.now_ms();
  const std::string_view shard_id = request.required("ShardId").as_string();
  read_stream(context, arn, iterator.issued_ms, [&](const StreamView& view) {
    const streams::Shard& shard = streams::require_shard(view.list, shard_id);
    iterator.stream_arn = arn;
    iterator.shard_id = shard.id;
    if (type == "LATEST") {
      const std::uint64_t last =
          storage::change_log::last_number(view.transaction, view.stream.descriptor.id);
      iterator.after_number = shard.end_number.value_or(std::max(last, shard.start_number));
    } else if (type != "TRIM_HORIZON") {
      const std::uint64_t number = sequence_number_in(shard, *sequence_number);
      if (is_trimmed(view, number, iterator.issued_ms)) {
        throw_trimmed();
      }
      iterator.after_number =
          std::max(type == "AT_SEQUENCE_NUMBER" ? number - 1 : number, shard.start_number);
    }
  });
  std::string answer = R"({"ShardIterator":)";
  dynamodb::append_json_string(answer, iterator.encode());
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
