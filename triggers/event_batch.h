// Changes of one shard as the event of one invocation: {"Records":[...]}. Pure.
//
// A batch is closed by the mapping's BatchSize or by Lambda's limit on an event's size, 6 MB of
// JSON, whichever comes first. It always takes its first record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/limits.h"
#include "storage/catalog.h"
#include "storage/change_log.h"
#include "triggers/event_filter.h"

namespace tombola::triggers {

class EventBatch {
 public:
  // `bytes_max`: for the event without what take_event_json() adds. `stream` outlives the batch.
  EventBatch(const storage::StreamEntry& stream, std::size_t records_max,
             std::size_t bytes_max = limits::invocation_payload_bytes_max);

  // Changes come in the order of their numbers, each in two steps: stage() says whether the filter
  // lets it pass, take() makes the one that was staged last part of the batch. take() is false when
  // the batch was or is now closed without it.
  bool stage(const storage::LoggedChange& change, const EventFilter& filter);
  bool take();

  bool empty() const { return numbers_.empty(); }
  bool closed() const { return closed_; }
  std::size_t size() const { return numbers_.size(); }
  // How many changes it could still take.
  std::size_t room() const { return closed_ ? 0 : records_max_ - size(); }
  // Of its records, ascending; and when each of them was written.
  const std::vector<std::uint64_t>& numbers() const { return numbers_; }
  const std::vector<std::int64_t>& written_ms() const { return written_ms_; }

  // The event, with `members` (",..." or nothing) after the Records. Ends the batch.
  std::string take_event_json(std::string_view members = {});

 private:
  const storage::StreamEntry& stream_;
  std::size_t records_max_;
  std::size_t bytes_max_;
  std::string event_json_;
  std::size_t taken_bytes_;  // of event_json_; what follows is staged
  bool closed_ = false;
  std::uint64_t staged_number_ = 0;
  std::int64_t staged_written_ms_ = 0;
  std::vector<std::uint64_t> numbers_;
  std::vector<std::int64_t> written_ms_;
};

}  // namespace tombola::triggers
