// An event of a log, and the order of events. Pure.
//
// AWS's event ids are 56 digits: the time in milliseconds times 2^144, plus what tells events of one
// millisecond apart. Ours are made the same way, so the order of texts is the order of events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::services::logs {

// Where an event stands: by its time, and by its number among those of one time.
struct EventPlace {
  std::int64_t time_ms = 0;
  std::uint64_t number = 0;
  auto operator<=>(const EventPlace&) const = default;
};

struct LogEvent {
  EventPlace place;
  std::int64_t ingested_ms = 0;
  std::string stream;
  std::string message;
};

// 56 digits.
std::string event_id(const EventPlace& place);
// None: it is not of that form.
std::optional<EventPlace> parse_event_id(std::string_view id);

// The value of an event's row.
std::string event_to_row(std::uint64_t stream_id, const LogEvent& event);
struct StoredEvent {
  std::uint64_t stream_id = 0;
  LogEvent event;  // its place is in the key
};
StoredEvent event_from_row(std::string_view row);

// What an event counts for limits and for storedBytes.
std::size_t event_size_bytes(std::string_view message);

}  // namespace tombola::services::logs
