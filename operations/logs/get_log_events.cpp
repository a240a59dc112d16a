// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
//
// A token is f/<place>/s or b/<place>/s: forward from there on, or backward from before it. At the
// end of what there is the same token comes back, which is how one knows.
#include <algorithm>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/log_event.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {

using dynamodb::Shape;
using services::logs::EventPlace;
using services::logs::LogEvent;
using services::logs::LogEvents;
using storage::Direction;
namespace limits = services::logs::limits;

const Shape& get_log_events_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("GetLogEventsRequest", {group_name_field(Optional),
                                               group_identifier_field(),
                                               stream_name_field("logStreamName", Required),
                                               {"startTime", time_shape()},
                                               {"endTime", time_shape()},
                                               {"nextToken", next_token_shape()},
                                               {"limit", events_limit_shape()},
                                               {"startFromHead", Shape::boolean()},
                                               {"unmask", Shape::boolean()}});
  return shape;
}

namespace {

struct Token {
  Direction direction;
  EventPlace place;
};

Token parse_token(std::string_view token) {
  const bool forward = token.starts_with("f/");
  if ((!forward && !token.starts_with("b/")) || !token.ends_with("/s") || token.size() < 4) {
    throw invalid_token();
  }
  const auto place = services::logs::parse_event_id(token.substr(2, token.size() - 4));
  if (!place) {
    throw invalid_token();
  }
  return {forward ? Direction::Forward : Direction::Backward, *place};
}

std::string token_of(char direction, const EventPlace& place) {
  return std::string(1, direction) + "/" + services::logs::event_id(place) + "/s";
}

}  // namespace

std::string get_log_events(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, get_log_events_fields());
  const services::logs::LogGroup group = group_of(request, context);
  services::logs::Logs& logs = logs_of(context);
  const auto stream =
      logs.catalog().find_stream(group, request.required("logStreamName").as_string());
  if (!stream) {
    throw services::logs::stream_not_found();
  }
  LogEvents::Range range = {{request.integer("startTime").value_or(0), 0},
                            {request.integer("endTime").value_or(INT64_MAX), 0},
                            &*stream};
  Direction direction =
      request.boolean("startFromHead").value_or(false) ? Direction::Forward : Direction::Backward;
  EventPlace here =
      range.begin;  // between what is before and what is after, if there are no events
  if (const auto text = request.string("nextToken")) {
    const Token token = parse_token(*text);
    direction = token.direction;
    here = token.place;
    (direction == Direction::Forward ? range.begin : range.end) =
        direction == Direction::Forward ? std::max(range.begin, here) : std::min(range.end, here);
  }
  const auto events_max =
      static_cast<std::size_t>(request.integer("limit").value_or(limits::events_page_max));
  LogEvents::Page page =
      logs.events().read(group, range, direction, {events_max, limits::events_page_bytes_max});
  if (direction == Direction::Backward) {
    std::reverse(page.events.begin(), page.events.end());
  }
  EventPlace before = here;
  EventPlace after = here;
  nlohmann::ordered_json events = nlohmann::ordered_json::array();
  for (const LogEvent& event : page.events) {
    events.push_back({{"timestamp", event.place.time_ms},
                      {"message", event.message},
                      {"ingestionTime", event.ingested_ms}});
  }
  if (!page.events.empty()) {
    before = page.events.front().place;
    after = page.events.back().place;
    ++after.number;
  }
  return nlohmann::ordered_json{{"events", std::move(events)},
                                {"nextForwardToken", token_of('f', after)},
                                {"nextBackwardToken", token_of('b', before)}}
      .dump();
}

}  // namespace tombola::operations::logs
