#include "triggers/tumbling_window.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "triggers/failure_record.h"

namespace tombola::triggers {

OpenWindow window_of(std::int64_t time_ms, int length_seconds) {
  const std::int64_t length_ms = length_seconds * std::int64_t{1000};
  OpenWindow window;
  window.start_ms = time_ms / length_ms * length_ms;
  window.end_ms = window.start_ms + length_ms;
  return window;
}

std::string window_members(const WindowEvent& event) {
  return fmt::format(
      R"(,"window":{{"start":"{}","end":"{}"}},"state":{},"shardId":{},"eventSourceARN":{},)"
      R"("isFinalInvokeForWindow":{},"isWindowTerminatedEarly":{})",
      iso_seconds(event.window.start_ms), iso_seconds(event.window.end_ms), event.window.state_json,
      dynamodb::json_string(event.shard_id), dynamodb::json_string(event.stream_arn),
      event.is_final, event.window.terminated_early);
}

}  // namespace tombola::triggers
