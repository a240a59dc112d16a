// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
//
// A page may hold less than there is, or nothing, and still have a token: so much is looked through
// at a time (logs_limits.h). Events of all streams come by time, `interleaved` or not.
#include <set>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/filter_pattern.h"
#include "services/logs/log_event.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {

using dynamodb::Shape;
using services::logs::EventPlace;
using services::logs::FilterPattern;
using services::logs::LogEvent;
using services::logs::LogEvents;
using services::logs::LogGroup;
using services::logs::LogStream;
using storage::Direction;
namespace limits = services::logs::limits;

const Shape& filter_log_events_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "FilterLogEventsRequest",
      {group_name_field(Optional),
       group_identifier_field(),
       {"logStreamNames", Shape::list_of(stream_name_shape()).length(1, 100)},
       stream_name_field("logStreamNamePrefix", Optional),
       {"startTime", time_shape()},
       {"endTime", time_shape()},
       {"filterPattern", Shape::string().length(0, limits::filter_pattern_length_max)},
       {"nextToken", next_token_shape()},
       {"limit", events_limit_shape()},
       {"startFromHead", Shape::boolean()},
       {"interleaved", Shape::boolean()},
       {"unmask", Shape::boolean()}});
  return shape;
}

namespace {

// Which streams are meant; all of them without a name.
struct Streams {
  std::set<std::string, std::less<>> names;
  std::string prefix;
  std::optional<LogStream> only;  // when it is one

  bool has(const std::string& stream) const {
    return names.empty() ? stream.starts_with(prefix) : names.count(stream) > 0;
  }
};

Streams streams_of(const Request& request, const LogGroup& group,
                   services::logs::LogCatalog& catalog) {
  Streams streams;
  streams.prefix = request.string("logStreamNamePrefix").value_or("");
  const auto names = request.member("logStreamNames");
  if (!names) {
    return streams;
  }
  if (!streams.prefix.empty()) {
    throw services::logs::invalid_parameter(
        "LogStream names and LogStream name prefix are mutually exclusive parameters.");
  }
  for (const dynamodb::JsonValue name : names->elements()) {
    auto stream = catalog.find_stream(group, name.as_string());
    if (!stream) {
      throw services::logs::stream_not_found();
    }
    streams.names.insert(stream->name);
    streams.only = std::move(stream);
  }
  if (streams.names.size() > 1) {
    streams.only.reset();
  }
  return streams;
}

nlohmann::ordered_json event_json(const LogEvent& event) {
  return {{"logStreamName", event.stream},
          {"timestamp", event.place.time_ms},
          {"message", event.message},
          {"ingestionTime", event.ingested_ms},
          {"eventId", services::logs::event_id(event.place)}};
}

// One page of what there is.
class Search {
 public:
  Search(const Request& request, const LogGroup& group, services::logs::Logs& logs)
      : group_(group),
        events_(logs.events()),
        streams_(streams_of(request, group, logs.catalog())),
        pattern_(FilterPattern::parse(request.string("filterPattern").value_or(""))),
        direction_(request.boolean("startFromHead").value_or(true) ? Direction::Forward
                                                                   : Direction::Backward),
        events_max_(
            static_cast<std::size_t>(request.integer("limit").value_or(limits::events_page_max))) {
    // Events of the end's millisecond are meant, too.
    const std::int64_t end_ms = request.integer("endTime").value_or(INT64_MAX);
    range_ = {{request.integer("startTime").value_or(0), 0},
              {end_ms, end_ms == INT64_MAX ? 0 : UINT64_MAX},
              streams_.only ? &*streams_.only : nullptr};
    if (const auto token = request.string("nextToken")) {
      const auto place = services::logs::parse_event_id(*token);
      if (!place) {
        throw invalid_token();
      }
      go_on_from(*place);
    }
  }

  std::string run() {
    bool complete = false;
    std::size_t scanned_bytes = 0;
    for (std::size_t scanned = 0; !complete && !is_full() &&
                                  scanned < limits::filter_scan_events_max &&
                                  scanned_bytes < limits::filter_scan_bytes_max;) {
      const LogEvents::Page page =
          events_.read(group_, range_, direction_, {limits::page_rows, limits::page_bytes});
      complete = page.complete;
      for (const LogEvent& event : page.events) {
        if (is_full()) {
          complete = false;
          break;
        }
        take(event);
        ++scanned;
        scanned_bytes += event.message.size();
      }
    }
    nlohmann::ordered_json answer = {{"events", std::move(found_)},
                                     {"searchedLogStreams", nlohmann::ordered_json::array()}};
    if (!complete) {
      answer["nextToken"] =
          services::logs::event_id(direction_ == Direction::Forward ? range_.begin : range_.end);
    }
    return answer.dump();
  }

 private:
  bool is_full() const {
    return found_.size() == events_max_ || found_bytes_ >= limits::events_page_bytes_max;
  }

  void take(const LogEvent& event) {
    if (streams_.has(event.stream) && pattern_.matches(event.message)) {
      found_bytes_ += services::logs::event_size_bytes(event.message);
      found_.push_back(event_json(event));
    }
    EventPlace next = event.place;
    if (direction_ == Direction::Forward) {
      ++next.number;
    }
    go_on_from(next);
  }

  void go_on_from(const EventPlace& place) {
    (direction_ == Direction::Forward ? range_.begin : range_.end) = place;
  }

  const LogGroup& group_;
  LogEvents& events_;
  const Streams streams_;
  const FilterPattern pattern_;
  const Direction direction_;
  const std::size_t events_max_;
  LogEvents::Range range_;
  nlohmann::ordered_json found_ = nlohmann::ordered_json::array();
  std::size_t found_bytes_ = 0;
};

}  // namespace

std::string filter_log_events(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, filter_log_events_fields());
  const LogGroup group = group_of(request, context);
  return Search(request, group, logs_of(context)).run();
}

}  // namespace tombola::operations::logs
