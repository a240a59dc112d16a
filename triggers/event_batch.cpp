#include "triggers/event_batch.h"

#include <string_view>
#include <utility>

#include "streams/stream_record.h"

namespace tombola::triggers {
namespace {

constexpr std::string_view event_head = R"({"Records":[)";
constexpr std::string_view event_tail = "]}";

}  // namespace

EventBatch::EventBatch(const storage::StreamEntry& stream, std::size_t records_max,
                       std::size_t bytes_max)
    : stream_(stream), records_max_(records_max), bytes_max_(bytes_max), event_json_(event_head) {}

bool EventBatch::add(const storage::LoggedChange& change) {
  if (closed_) {
    return false;
  }
  const std::size_t size_before = event_json_.size();
  if (!empty()) {
    event_json_.push_back(',');
  }
  streams::append_lambda_record(event_json_, change, stream_);
  if (!empty() && event_json_.size() + event_tail.size() > bytes_max_) {
    event_json_.resize(size_before);
    closed_ = true;
    return false;
  }
  if (empty()) {
    first_number_ = change.number;
  }
  last_number_ = change.number;
  ++size_;
  closed_ = size_ == records_max_;
  return true;
}

std::string EventBatch::take_event_json() {
  closed_ = true;
  event_json_.append(event_tail);
  return std::move(event_json_);
}

}  // namespace tombola::triggers
