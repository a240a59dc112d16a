// What AWS accepts in an event source mapping and a developer still does not mean: filters that can
// match nothing, batches that are tried without end. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "triggers/event_source_mapping.h"

namespace tombola::triggers {

// A line each. `view_type`: of the stream, if that is known yet. Requires that no rule is broken.
std::vector<std::string> mapping_warnings(const EventSourceMapping& mapping,
                                          std::optional<dynamodb::StreamViewType> view_type);

}  // namespace tombola::triggers
