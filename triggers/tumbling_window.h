// Tumbling windows: spans of time, aligned to the epoch, over which a function carries a state from
// one invocation to the next. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "triggers/mapping_position.h"

namespace tombola::triggers {

// The window of that length that a record written at `time_ms` belongs to, with no state yet.
OpenWindow window_of(std::int64_t time_ms, int length_seconds);

struct WindowEvent {
  const OpenWindow& window;
  std::string_view shard_id;
  std::string_view stream_arn;
  bool is_final = false;
};

// What a window's event has after its Records, beginning with a comma:
//   ,"window":{"start","end"},"state":{...},"shardId","eventSourceARN","isFinalInvokeForWindow",
//   "isWindowTerminatedEarly"
std::string window_members(const WindowEvent& event);

}  // namespace tombola::triggers
