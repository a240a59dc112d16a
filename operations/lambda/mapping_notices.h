// What the person at the terminal is told when a mapping is made or changed that AWS accepts and
// nobody means (triggers/mapping_warnings.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation_context.h"
#include "triggers/event_source_mapping.h"

namespace tombola::operations::lambda {

// A line each: "warning: trigger Orders -> on-order: ...".
std::vector<std::string> mapping_notices(const triggers::EventSourceMapping& mapping,
                                         const OperationContext& context);
// Tells them, if there is anybody to tell.
void tell_mapping_notices(const triggers::EventSourceMapping& mapping,
                          const OperationContext& context);

// What a mapping of the command line waits for: its table, or the table's stream. None when both are
// there.
std::optional<std::string> waiting_notice(const triggers::EventSourceMapping& mapping,
                                          const OperationContext& context);
// Tells what waits for that table, which has just been made.
void tell_waiting_mappings(std::string_view table, const OperationContext& context);

}  // namespace tombola::operations::lambda
