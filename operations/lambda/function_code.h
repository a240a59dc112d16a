// Where a function's code comes from: an archive in the request or in a bucket, or a folder on this
// machine that runs in place (S3Bucket "hot-reload", S3Key its absolute path).
#pragma once

#include <string_view>
#include <vector>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/lambda_context.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/functions/function_definition.h"
#include "triggers/functions/layer.h"

namespace tombola::operations::lambda {

// Of code that runs where it lies.
inline constexpr std::string_view run_in_place_bucket = "hot-reload";

// Throws LambdaError when nobody may bring code here.
void check_code_allowed(const LambdaContext& lambda);

std::vector<dynamodb::Field> code_fields();

// Keeps the code and notes it in the settings. Within FunctionCatalog::change only, which erases
// code that nobody uses. Throws LambdaError.
void take_code(const Request& code, const OperationContext& context,
               triggers::FunctionSettings& settings);
// The same of a layer's Content. Within LayerCatalog::change only.
void take_layer_code(const Request& content, const OperationContext& context,
                     triggers::LayerVersion& version);

}  // namespace tombola::operations::lambda
