#include "triggers/event_batch.h"

#include <utility>

#include "streams/stream_record.h"

namespace tombola::triggers {
namespace {

constexpr std::string_view event_head = R"({"Records":[)";
constexpr std::string_view event_tail = "]}";

}  // namespace

EventBatch::EventBatch(const storage::StreamEntry& stream, std::size_t records_max,
                       std::size_t bytes_max)
    : stream_(stream),
      records_max_(records_max),
      bytes_max_(bytes_max),
      event_json_(event_head),
      taken_bytes_(event_head.size()) {}

bool EventBatch::stage(const storage::LoggedChange& change, const EventFilter& filter) {
  event_json_.resize(taken_bytes_);
  if (!empty()) {
    event_json_.push_back(',');
  }
  const std::size_t record_at = event_json_.size();
  streams::append_lambda_record(event_json_, change, stream_);
  staged_number_ = change.number;
  staged_written_ms_ = change.time_ms;
  return filter.passes(std::string_view(event_json_).substr(record_at));
}

bool EventBatch::take() {
  const bool too_large = !empty() && event_json_.size() + event_tail.size() > bytes_max_;
  if (closed_ || too_large) {
    closed_ = true;
    return false;
  }
  taken_bytes_ = event_json_.size();
  numbers_.push_back(staged_number_);
  written_ms_.push_back(staged_written_ms_);
  closed_ = size() == records_max_;
  return true;
}

std::string EventBatch::take_event_json(std::string_view members) {
  closed_ = true;
  event_json_.resize(taken_bytes_);
  event_json_.append("]").append(members).append("}");
  return std::move(event_json_);
}

}  // namespace tombola::triggers
