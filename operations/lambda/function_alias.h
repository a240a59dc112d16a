// Aliases of functions: what their operations have in common.
#pragma once

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/known_function.h"

namespace tombola::operations::lambda {

dynamodb::Shape version_shape();
// A request that names an alias; `more`: what it says of it.
dynamodb::Shape alias_shape(std::string_view name, std::vector<dynamodb::Field> more = {});
// FunctionVersion, Description and RoutingConfig, with how present FunctionVersion must be.
std::vector<dynamodb::Field> alias_fields(dynamodb::Presence version);

// What the request says of the alias. Throws LambdaError: there is no such version, or a part of
// the calls is to go elsewhere.
void apply_alias(const Request& request, const triggers::FunctionDefinition& function,
                 const OperationContext& context, triggers::FunctionAlias& alias);

// AliasConfiguration.
nlohmann::ordered_json alias_configuration(const triggers::FunctionDefinition& function,
                                           const triggers::FunctionAlias& alias);

}  // namespace tombola::operations::lambda
