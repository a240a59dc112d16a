// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
//
// By last event, a stream that never had one stands before all others.
#include <algorithm>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {

using dynamodb::Shape;
using services::logs::LogGroup;
using services::logs::LogStream;

const Shape& describe_log_streams_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("DescribeLogStreamsRequest",
                       {group_name_field(Optional),
                        group_identifier_field(),
                        stream_name_field("logStreamNamePrefix", Optional),
                        {"orderBy", Shape::string().one_of({"LogStreamName", "LastEventTime"})},
                        {"descending", Shape::boolean()},
                        {"nextToken", next_token_shape()},
                        {"limit", page_limit_shape()}});
  return shape;
}

namespace {

nlohmann::ordered_json stream_json(const LogGroup& group, const LogStream& stream) {
  nlohmann::ordered_json json = {{"logStreamName", stream.name},
                                 {"creationTime", stream.created_ms}};
  if (stream.last_event_ms) {
    json["firstEventTimestamp"] = *stream.first_event_ms;
    json["lastEventTimestamp"] = *stream.last_event_ms;
    json["lastIngestionTime"] = *stream.last_ingestion_ms;
  }
  // Nobody has to hand it in any more; it is still given.
  json["uploadSequenceToken"] = services::logs::event_id({stream.last_event_ms.value_or(0), 0});
  json["arn"] = group.arn() + ":log-stream:" + stream.name;
  json["storedBytes"] = 0;  // as on AWS since 2019
  return json;
}

// In the order that was asked for.
void sort_streams(std::vector<LogStream>& streams, const Request& request) {
  if (request.string("orderBy") == "LastEventTime") {
    std::stable_sort(streams.begin(), streams.end(), [](const LogStream& a, const LogStream& b) {
      return a.last_event_ms.value_or(0) < b.last_event_ms.value_or(0);
    });
  }
  if (request.boolean("descending").value_or(false)) {
    std::reverse(streams.begin(), streams.end());
  }
}

}  // namespace

std::string describe_log_streams(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_log_streams_fields());
  const auto prefix = request.string("logStreamNamePrefix");
  if (prefix && request.string("orderBy") == "LastEventTime") {
    throw services::logs::invalid_parameter(
        "Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const LogGroup group = group_of(request, context);
  const auto page_max = static_cast<std::size_t>(
      request.integer("limit").value_or(services::logs::limits::describe_page_max));
  std::vector<LogStream> streams = logs_of(context).catalog().streams(group);
  sort_streams(streams, request);
  auto next = streams.begin();
  if (const std::string after = name_of_token(request); !after.empty()) {
    next = std::find_if(streams.begin(), streams.end(),
                        [&](const LogStream& stream) { return stream.name == after; });
    next = next == streams.end() ? next : std::next(next);
  }
  nlohmann::ordered_json answer = {{"logStreams", nlohmann::ordered_json::array()}};
  std::string last;
  for (; next != streams.end(); ++next) {
    if (!next->name.starts_with(prefix.value_or(""))) {
      continue;
    }
    if (answer["logStreams"].size() == page_max) {
      answer["nextToken"] = token_of_name(last);
      break;
    }
    answer["logStreams"].push_back(stream_json(group, *next));
    last = next->name;
  }
  return answer.dump();
}

}  // namespace tombola::operations::logs
