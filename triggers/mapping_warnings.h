// What AWS accepts in an event source mapping and a developer still does not mean: filters that can
// match nothing, batches that are tried without end, functions that may trigger themselves. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "triggers/event_source_mapping.h"

namespace tombola::triggers {

// What is known of both ends of a mapping.
struct MappingEnds {
  std::optional<dynamodb::StreamViewType> view_type;  // of the stream; none: there is none yet
  std::map<std::string, std::string> function_environment = {};
};

// A line each. Requires that no rule is broken.
std::vector<std::string> mapping_warnings(const EventSourceMapping& mapping,
                                          const MappingEnds& ends);

}  // namespace tombola::triggers
