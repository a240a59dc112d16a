// The function that a tagging operation's Resource names.
#pragma once

#include "dynamodb/validation/shape.h"
#include "operations/lambda/function_name.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations::lambda {

dynamodb::Field resource_field();

// Throws LambdaError: it is something else, or a version or an alias, which have no tags.
FunctionReference tagged_function(const Request& request, const OperationContext& context);

}  // namespace tombola::operations::lambda
