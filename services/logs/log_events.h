// The events of logs: rows of the engine by group and time, with a second row each by stream. Bounded:
// when all groups together hold too much, the largest group's oldest events make room, and the first
// time somebody is told. What is older than its group's retention, by the service clock, is not read,
// and erased when room is looked for or the clock is moved. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "services/logs/log_catalog.h"
#include "services/logs/log_event.h"
#include "services/logs/log_group.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::logs {

struct NewEvent {
  std::int64_t time_ms = 0;
  std::string message;
};

// Events for one stream, in the order in which they show when their times are the same.
struct StreamEvents {
  dynamodb::Namespace name_space;
  std::string group;
  std::string stream;
  std::int64_t ingested_ms = 0;
  std::vector<NewEvent> events;
};

class LogEvents {
 public:
  struct Parts {
    storage::TransactionRunner& transactions;
    storage::ServiceClock& clock;
    LogCatalog& catalog;
    std::int64_t stored_bytes_max;
    // Told once that events had to make room; may be empty.
    std::function<void(std::string)> report;
  };
  explicit LogEvents(Parts parts) : parts_(std::move(parts)) {}

  // Throws group_not_found or stream_not_found.
  void put(const StreamEvents& added);
  // Makes groups and streams that are not there. All or nothing.
  void append(const std::vector<StreamEvents>& added);

  // From `begin` to before `end`; `stream` null: of all streams of the group.
  struct Range {
    EventPlace begin;
    EventPlace end;
    const LogStream* stream = nullptr;
  };
  struct Page {
    std::vector<LogEvent> events;
    bool complete = true;  // false: the limit ended it
  };
  Page read(const LogGroup& group, const Range& range, storage::Direction direction,
            storage::ReadLimit limit);

  // False: there is no such stream.
  bool erase_stream(const LogGroup& group, std::string_view name);
  // Erases what is too old and, when it is too much, what is oldest.
  void make_room();

 private:
  class Writing;
  void reserve_numbers();
  void grew(std::int64_t bytes);
  // Erases the group's oldest events before that time, of at least so many bytes if there are.
  // Gives the bytes.
  std::int64_t erase_oldest(const LogGroup& group, EventPlace before, std::int64_t bytes_min);

  const Parts parts_;
  std::once_flag numbers_reserved_;
  std::atomic<std::uint64_t> next_number_ = 0;
  std::atomic<std::int64_t> grown_bytes_ = 0;
  std::mutex room_mutex_;
  bool room_reported_ = false;
};

}  // namespace tombola::services::logs
