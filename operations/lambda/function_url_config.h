// Function URLs: what the operations of their configurations have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/known_function.h"

namespace tombola::operations::lambda {

// FunctionName and Qualifier; `more`: of the operation.
dynamodb::Shape function_url_shape(std::string_view name, std::vector<dynamodb::Field> more = {});
dynamodb::Shape function_url_name_shape();
// AuthType, Cors and InvokeMode, with how present AuthType must be.
std::vector<dynamodb::Field> function_url_fields(dynamodb::Presence auth_type);

// What the request says; what it does not name stays. Throws LambdaError: it asks for what is not
// served.
void apply_function_url(const Request& request, triggers::FunctionUrlConfig& config);

// The function with a URL for that qualifier. Throws LambdaError: it has none.
KnownFunction function_with_url(const FunctionReference& reference,
                                const OperationContext& context);
// Has `edit` change it. Throws LambdaError: it has none by then, or its function is one of the
// command line.
triggers::FunctionDefinition change_function_url(
    OperationContext& context, const FunctionReference& reference,
    const std::function<void(triggers::FunctionUrlConfig&)>& edit);

// FunctionUrlConfig, without what only who asks later is told.
nlohmann::ordered_json new_function_url(const triggers::FunctionDefinition& function,
                                        const std::string& qualifier,
                                        const OperationContext& context);
// All of it.
nlohmann::ordered_json function_url_configuration(const triggers::FunctionDefinition& function,
                                                  const std::string& qualifier,
                                                  const OperationContext& context);

}  // namespace tombola::operations::lambda
