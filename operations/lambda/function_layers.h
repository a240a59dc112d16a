// The layers of a function: which they are, and whether all of it fits.
#pragma once

#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/functions/function_definition.h"

namespace tombola::operations::lambda {

// The request's Layers, if it says any. Within FunctionCatalog::change only. Throws LambdaError.
void apply_layers(const Request& request, OperationContext& context,
                  triggers::FunctionSettings& settings);
// Throws LambdaError when code and layers are too large together.
void check_size_with_layers(const triggers::FunctionSettings& settings, OperationContext& context);

}  // namespace tombola::operations::lambda
