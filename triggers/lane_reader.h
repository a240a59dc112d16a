// Reading what a lane delivers next: from its shard's records those that are its own and pass the
// mapping's filter, until a batch is full or something else is in the way.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/catalog.h"
#include "storage/change_log.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"
#include "triggers/event_batch.h"
#include "triggers/event_filter.h"
#include "triggers/event_source_mapping.h"
#include "triggers/mapping_position.h"

namespace tombola::triggers {

// What the lanes of a mapping share; it outlives them.
struct LaneContext {
  storage::TransactionRunner& transactions;
  const EventSourceMapping& mapping;
  const EventFilter& filter;
  const storage::StreamEntry& stream;
};

// Of the partition keys of a shard those that hash to `index` modulo `count`: all records of an
// item are in one slice.
struct LaneSlice {
  std::size_t index = 0;
  std::size_t count = 1;
};

// Of `count` slices the one that has the change.
std::size_t slice_of(const storage::StreamEntry& stream, std::size_t count,
                     const storage::LoggedChange& change);

// Records at the head that are older than MaximumRecordAgeInSeconds.
struct ExpiredRecords {
  std::size_t count = 0;
  std::uint64_t first_number = 0;
  std::uint64_t last_number = 0;
  std::int64_t first_written_ms = 0;
  std::int64_t last_written_ms = 0;
};

// A batch in the making; reading can go on where it stopped.
struct LaneReading {
  EventBatch batch;
  std::uint64_t up_to = 0;           // so far everything has been looked at
  std::size_t present = 0;           // of the lane's own records, those that were still there
  ExpiredRecords expired;            // if any, the batch is empty
  std::optional<OpenWindow> window;  // the tumbling window that the batch's records are in
};

struct ReadBounds {
  std::uint64_t last_number = UINT64_MAX;  // nothing beyond
  bool in_windows = false;                 // the batch ends with its tumbling window
  std::int64_t now_ms = 0;                 // service clock
};

enum class ReadStop {
  End,        // nothing more for now
  ShardEnd,   // nothing more at all
  Bound,      // ReadBounds::last_number
  Full,       // the batch is closed
  WindowEnd,  // what follows is in a later window
  Expired,    // what follows is not too old, what was read is
  TurnOver,   // others have their turn
};

// `shard` may be older than its end. Throws EngineError.
ReadStop read_on(const LaneContext& context, const streams::Shard& shard, LaneSlice slice,
                 const ReadBounds& bounds, LaneReading& reading);

}  // namespace tombola::triggers
