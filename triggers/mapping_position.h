// How far an event source mapping has got: what a restart needs to go on as if there had been none.
//
// Each shard has as many lanes as the mapping's ParallelizationFactor said when they were made; a
// lane has the records of the partition keys that hash to it. A record belongs to exactly one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

// Records that were handed to the function and have not succeeded: those of the lane that follow
// the range before, or `after_number`, up to `last_number`. They are tried again with the same
// bounds, their attempts still counted.
struct PendingRange {
  std::uint64_t last_number = 0;
  int attempts = 0;  // that reached the function and used up a try
  std::int64_t first_attempt_ms = 0;
  std::string request_id;  // of the last invocation
  // Given up: the record that goes to the failure destination, and has not got there yet.
  std::string failure_record;
  // As they were handed over: what can be told of them when they are trimmed. A count of 0 says
  // that it was not noted.
  struct Records {
    std::size_t count = 0;
    std::uint64_t first_number = 0;
    std::int64_t first_written_ms = 0;
    std::int64_t last_written_ms = 0;
    bool operator==(const Records&) const = default;
  };
  Records records;
  bool operator==(const PendingRange&) const = default;
};

// A tumbling window that has begun and not ended.
struct OpenWindow {
  std::int64_t start_ms = 0;
  std::int64_t end_ms = 0;
  std::string state_json = "{}";  // what the function returned last
  // The state has become too large: the final invocation comes next, then a new state.
  bool terminated_early = false;
  int final_attempts = 0;  // of the final invocation
  bool operator==(const OpenWindow&) const = default;
};

struct LanePosition {
  std::uint64_t after_number = 0;     // everything up to here is done
  std::vector<PendingRange> pending;  // in order; more than one after a bisection
  std::optional<OpenWindow> window;
  bool operator==(const LanePosition&) const = default;
};

struct ShardPosition {
  std::vector<LanePosition> lanes;
  bool operator==(const ShardPosition&) const = default;
};

// It belongs to one incarnation of the table's stream; the next one, the one with the next higher
// id, starts anew.
struct MappingPosition {
  dynamodb::StreamId stream = 0;  // 0: no incarnation yet
  // Nothing of `stream` is left to deliver, or none of it was ever wanted: the next one is awaited.
  bool stream_done = false;
  // StartingPosition LATEST: what was written before the mapping was made, up to here, is none of
  // its business. 0: TRIM_HORIZON.
  std::uint64_t latest_number = 0;
  std::map<std::string, ShardPosition> shards;                  // by shard id
  std::string last_processing_result = "No records processed";  // in AWS's words

  bool operator==(const MappingPosition&) const = default;

  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static MappingPosition from_json(std::string_view json);
};

}  // namespace tombola::triggers
