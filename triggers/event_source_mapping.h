// AWS's event source mapping: which stream feeds which function, how, and how far it has got.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

enum class StartingPosition { TrimHorizon, Latest };

struct EventSourceMapping {
  std::string uuid;
  dynamodb::Namespace name_space;
  std::string table;          // the mapping follows the table's streams: a new incarnation of the
                              // stream is read from its start
  std::string function_name;  // in the FunctionRegistry
  StartingPosition starting_position = StartingPosition::TrimHorizon;
  int batch_size = 100;
  int maximum_retry_attempts = -1;  // -1: until the records are trimmed
  bool enabled = true;
  bool from_flag = false;  // made by --trigger: disabled when the flag is no longer given
  std::int64_t last_modified_ms = 0;

  bool operator==(const EventSourceMapping&) const = default;

  // arn:aws:lambda:<region>:<account>:event-source-mapping:<uuid>
  std::string arn() const;
  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static EventSourceMapping from_json(std::string_view json);
};

// Where a lane of the mapping stands. `pending` is the batch that was handed to the function and
// has not succeeded: it is tried again with the same bounds after a restart, its attempts still
// counted.
struct LanePosition {
  std::uint64_t after_number = 0;  // everything up to here is done
  struct Pending {
    std::uint64_t last_number = 0;
    int attempts = 0;
    std::int64_t first_attempt_ms = 0;
    bool operator==(const Pending&) const = default;
  };
  std::optional<Pending> pending;
  bool operator==(const LanePosition&) const = default;
};

// How far a mapping has got. It belongs to one incarnation of the table's stream; the next one, the
// one with the next higher id, starts anew.
struct MappingPosition {
  dynamodb::StreamId stream = 0;  // 0: no incarnation yet
  // Nothing of `stream` is left to deliver, or none of it was ever wanted: the next one is awaited.
  bool stream_done = false;
  std::map<std::string, LanePosition> lanes;                    // by shard id
  std::string last_processing_result = "No records processed";  // in AWS's words

  bool operator==(const MappingPosition&) const = default;

  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static MappingPosition from_json(std::string_view json);
};

// The UUID of a mapping made by --trigger follows from what it maps, so that the same flag finds
// its place again: a name-based UUID (version 5) over table, handler file and export.
std::string flag_mapping_uuid(const dynamodb::Namespace& name_space, std::string_view table,
                              std::string_view handler_file, std::string_view export_name);

}  // namespace tombola::triggers
