// Destinations of asynchronous invocations: ARNs of what may receive a record.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/function_name.h"
#include "operations/operation_context.h"

namespace tombola::operations::lambda {

// DestinationConfig, with OnSuccess and OnFailure.
dynamodb::Shape destination_config_shape();

// Throws LambdaError: it is the function itself, or nothing here receives records for it.
void check_async_destination(std::string_view arn, const FunctionReference& function,
                             const OperationContext& context);

// DeadLetterConfig.TargetArn: a queue or a topic; empty: none. Throws LambdaError: nothing here
// receives events for it.
void check_dead_letter_target(std::string_view arn, const OperationContext& context);

}  // namespace tombola::operations::lambda
