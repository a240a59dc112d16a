// AWS's event source mapping: which stream feeds which function, how, and how far it has got.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
  std::string last_processing_result = "No records processed";

  std::string arn() const;
  std::string to_json() const;  // as it is stored
  static EventSourceMapping from_json(std::string_view json);
};

// Where a lane of the mapping stands. `pending` is the batch that was handed to the function and has
// not succeeded: it is tried again with the same bounds after a restart, its attempts still counted.
struct LanePosition {
  std::uint64_t after_number = 0;  // everything up to here is done
  struct Pending {
    std::uint64_t last_number = 0;
    int attempts = 0;
    std::int64_t first_attempt_ms = 0;
  };
  std::optional<Pending> pending;
};

// Versioned when stored. It belongs to one incarnation of the stream: another one starts anew.
struct MappingPosition {
  dynamodb::StreamId stream = 0;
  std::map<std::string, LanePosition> lanes;  // by shard id

  std::string to_json() const;
  static MappingPosition from_json(std::string_view json);
};

// The UUID of a mapping made by --trigger follows from what it maps, so that the same flag finds its
// place again: a name-based UUID (version 5) over table, handler file and export.
std::string flag_mapping_uuid(const dynamodb::Namespace& name_space, std::string_view table,
                              std::string_view handler_file, std::string_view export_name);

}  // namespace tombola::triggers
