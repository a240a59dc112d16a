// What the person at the terminal is told when a mapping is made or changed that AWS accepts and
// nobody means (triggers/mapping_warnings.h).
#pragma once

#include <string>
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

}  // namespace tombola::operations::lambda
