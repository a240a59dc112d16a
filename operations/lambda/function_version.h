// Published versions of a function.
#pragma once

#include <optional>
#include <string>

#include "operations/operation_context.h"
#include "triggers/functions/function_definition.h"

namespace tombola::operations::lambda {

// A snapshot of $LATEST under the next number; when the last one has the same code and settings,
// that one, as AWS does. `description`: its own, else that of $LATEST.
const triggers::FunctionSettings& publish_version(triggers::FunctionDefinition& function,
                                                  const std::optional<std::string>& description,
                                                  const OperationContext& context);

}  // namespace tombola::operations::lambda
