// Changes of one shard as the event of one invocation: {"Records":[...]}. Pure.
//
// A batch is closed by the mapping's BatchSize or by Lambda's limit on an event's size, 6 MB of
// JSON, whichever comes first. It always takes its first record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "dynamodb/limits.h"
#include "storage/catalog.h"
#include "storage/change_log.h"

namespace tombola::triggers {

class EventBatch {
 public:
  // `stream` outlives the batch.
  EventBatch(const storage::StreamEntry& stream, std::size_t records_max,
             std::size_t bytes_max = limits::invocation_payload_bytes_max);

  // Changes come in the order of their numbers. False: the batch was or is now closed, the change
  // is not part of it.
  bool add(const storage::LoggedChange& change);

  bool empty() const { return size_ == 0; }
  bool closed() const { return closed_; }
  std::size_t size() const { return size_; }
  // How many changes it could still take.
  std::size_t room() const { return closed_ ? 0 : records_max_ - size_; }
  // Of its records, both inclusive; 0 when empty.
  std::uint64_t first_number() const { return first_number_; }
  std::uint64_t last_number() const { return last_number_; }

  // The event. Ends the batch.
  std::string take_event_json();

 private:
  const storage::StreamEntry& stream_;
  std::size_t records_max_;
  std::size_t bytes_max_;
  std::string event_json_;
  std::size_t size_ = 0;
  bool closed_ = false;
  std::uint64_t first_number_ = 0;
  std::uint64_t last_number_ = 0;
};

}  // namespace tombola::triggers
