// The settings that CreateFunction and UpdateFunctionConfiguration have in common: their fields,
// and what they do to a function.
#pragma once

#include <vector>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/functions/function_definition.h"

namespace tombola::operations::lambda {

std::vector<dynamodb::Field> setting_fields();
// KMSKeyArn: nothing is encrypted, so any key may be named.
dynamodb::Field kms_key_arn_field();

// Throws LambdaError when a setting that Tombola does not serve says anything, or one that it
// serves asks for what it cannot do. Checks more of the request than its fields can say.
void check_settings(const Request& request, const OperationContext& context);

// The settings that the request names.
void apply_settings(const Request& request, triggers::FunctionSettings& settings);

}  // namespace tombola::operations::lambda
