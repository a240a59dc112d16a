// AWS's event source mapping: which stream feeds which function, and how. How far it has got is its
// MappingPosition (mapping_position.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::triggers {

enum class StartingPosition { TrimHorizon, Latest };
std::string_view to_string(StartingPosition position);  // TRIM_HORIZON, LATEST

// Each field with AWS's name and default.
struct EventSourceMapping {
  std::string uuid;
  dynamodb::Namespace name_space;
  std::string table;
  // EventSourceArn: the one incarnation of the table's stream that is read. Empty, as --trigger has
  // it: the mapping follows the table's streams, a new incarnation is read from its start.
  std::string event_source_arn;
  std::string function_name;
  std::string function_qualifier;  // as it was asked for: "$LATEST", "1", an alias; may be empty
  StartingPosition starting_position = StartingPosition::TrimHorizon;  // cannot be changed
  bool enabled = true;

  int batch_size = 100;
  int maximum_batching_window_in_seconds = 0;  // 0: a batch goes as soon as there is a record
  int parallelization_factor = 1;
  int maximum_retry_attempts = -1;         // -1: until the records are trimmed
  int maximum_record_age_in_seconds = -1;  // -1: until the records are trimmed
  bool bisect_batch_on_function_error = false;
  int tumbling_window_in_seconds = 0;        // 0: none
  bool report_batch_item_failures = false;   // the only one of FunctionResponseTypes
  std::vector<std::string> filter_patterns;  // FilterCriteria.Filters[].Pattern; one must match
  std::string on_failure_destination;  // DestinationConfig.OnFailure.Destination; may be empty
  // Told, and nothing follows from them: nobody counts metrics, and filters are not encrypted.
  std::vector<std::string> metrics;  // MetricsConfig.Metrics
  std::string kms_key_arn;           // may be empty

  std::map<std::string, std::string> tags;

  bool from_flag = false;  // made by --trigger: disabled when the flag is no longer given
  std::int64_t last_modified_ms = 0;

  bool operator==(const EventSourceMapping&) const = default;

  // arn:aws:lambda:<region>:<account>:event-source-mapping:<uuid>
  std::string arn() const;
  // The function's, with the qualifier if there is one.
  std::string function_arn() const;
  std::string to_json() const;  // as it is stored
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static EventSourceMapping from_json(std::string_view json);
};

// The first of its settings that AWS refuses, with the reason, in one line; none when all is well.
std::optional<std::string> broken_rule(const EventSourceMapping& mapping);

// The UUID of a mapping made by --trigger follows from what it maps, so that the same flag finds
// its place again: a name-based UUID (version 5) over table, handler file and export.
std::string flag_mapping_uuid(const dynamodb::Namespace& name_space, std::string_view table,
                              std::string_view handler_file, std::string_view export_name);

}  // namespace tombola::triggers
