// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
//
// Sequence tokens are taken and not looked at, as on AWS since 2023.
#include <fmt/format.h>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/log_event.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {

using dynamodb::JsonValue;
using dynamodb::Shape;
using services::logs::LogGroup;
using services::logs::StreamEvents;
namespace limits = services::logs::limits;

const Shape& put_log_events_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PutLogEventsRequest",
      {group_name_field(),
       stream_name_field("logStreamName", Required),
       {"logEvents",
        Shape::list_of(
            Shape::structure("InputLogEvent",
                             {{"timestamp", time_shape(), Required},
                              {"message", Shape::string().length(1, INT64_MAX), Required}}))
            .length(1, limits::put_events_max),
        Required},
       {"sequenceToken", Shape::string().length(1, INT64_MAX)},
       {"entity", Shape::structure("Entity", {})}});
  return shape;
}

namespace {

void check_batch(const StreamEvents& added) {
  std::size_t size_bytes = 0;
  for (std::size_t i = 0; i < added.events.size(); ++i) {
    const services::logs::NewEvent& event = added.events[i];
    const std::size_t event_bytes = services::logs::event_size_bytes(event.message);
    if (event_bytes > limits::event_bytes_max) {
      throw services::logs::invalid_parameter(
          fmt::format("Log event too large: {} bytes exceeds limit of {}", event_bytes,
                      limits::event_bytes_max));
    }
    size_bytes += event_bytes;
    if (i > 0 && event.time_ms < added.events[i - 1].time_ms) {
      throw services::logs::invalid_parameter(
          "Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (size_bytes > limits::put_bytes_max) {
    throw services::logs::invalid_parameter(fmt::format(
        "Upload too large: {} bytes exceeds limit of {}", size_bytes, limits::put_bytes_max));
  }
  if (added.events.back().time_ms - added.events.front().time_ms > limits::put_span_ms_max) {
    throw services::logs::invalid_parameter(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

// Takes out what is too old or too new, and says how much that was. The events are in order.
nlohmann::ordered_json reject(StreamEvents& added, const LogGroup& group, std::int64_t now_ms) {
  const auto first_not_before = [&](std::int64_t time_ms) {
    std::size_t index = 0;
    while (index < added.events.size() && added.events[index].time_ms < time_ms) {
      ++index;
    }
    return index;
  };
  nlohmann::ordered_json rejected;
  const std::size_t too_new = first_not_before(now_ms + limits::event_future_ms_max + 1);
  const std::size_t too_old = first_not_before(now_ms - limits::event_age_ms_max);
  const auto kept_since_ms = group.kept_since_ms(now_ms);
  const std::size_t expired = kept_since_ms ? first_not_before(*kept_since_ms) : 0;
  if (too_new < added.events.size()) {
    rejected["tooNewLogEventStartIndex"] = too_new;
  }
  if (too_old > 0) {
    rejected["tooOldLogEventEndIndex"] = too_old;
  }
  if (expired > 0) {
    rejected["expiredLogEventEndIndex"] = expired;
  }
  const auto begin = added.events.begin();
  added.events.erase(begin + static_cast<std::ptrdiff_t>(too_new), added.events.end());
  added.events.erase(
      begin, begin + static_cast<std::ptrdiff_t>(std::min(too_new, std::max(too_old, expired))));
  return rejected;
}

}  // namespace

std::string put_log_events(OperationContext& context, JsonValue json) {
  const Request request = checked(json, put_log_events_fields());
  StreamEvents added;
  added.name_space = context.name_space;
  added.group = request.required("logGroupName").as_string();
  added.stream = request.required("logStreamName").as_string();
  added.ingested_ms = context.service_clock.now_ms();
  for (const JsonValue event : request.required("logEvents").elements()) {
    const Request fields(event);
    added.events.push_back({*fields.integer("timestamp"), std::string(*fields.string("message"))});
  }
  check_batch(added);
  const std::int64_t last_ms = added.events.back().time_ms;
  const nlohmann::ordered_json rejected =
      reject(added, group_of(request, context), context.service_clock.now_ms());
  logs_of(context).events().put(added);
  nlohmann::ordered_json answer = {{"nextSequenceToken", services::logs::event_id({last_ms, 0})}};
  if (!rejected.empty()) {
    answer["rejectedLogEventsInfo"] = rejected;
  }
  return answer.dump();
}

}  // namespace tombola::operations::logs
