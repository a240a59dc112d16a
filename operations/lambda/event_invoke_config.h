// How asynchronous invocations of a function are handled: what the operations of its
// EventInvokeConfig have in common.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/validation/shape.h"
#include "operations/lambda/known_function.h"

namespace tombola::operations::lambda {

// FunctionName and Qualifier; `more`: of the operation.
dynamodb::Shape event_invoke_config_shape(std::string_view name,
                                          std::vector<dynamodb::Field> more = {});
// MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig.
std::vector<dynamodb::Field> event_invoke_fields();

// What the request says; what it does not name stays. Throws LambdaError: it says nothing, or names
// a destination that cannot be.
void apply_event_invoke_config(const Request& request, const FunctionReference& reference,
                               const OperationContext& context,
                               triggers::EventInvokeConfig& config);

// Changes the configuration of the function's version; `edit` gets none when there is none. Throws
// LambdaError: the function is one of the command line.
using EventInvokeEdit = std::function<void(std::optional<triggers::EventInvokeConfig>&)>;
triggers::FunctionDefinition change_event_invoke_config(OperationContext& context,
                                                        const FunctionReference& reference,
                                                        const EventInvokeEdit& edit);

// The qualifier under which it is kept: $LATEST when none is given.
std::string event_invoke_qualifier(const FunctionReference& reference);
// Throws LambdaError: there is no such function, or version of it.
KnownFunction event_invoke_function(const FunctionReference& reference,
                                    const OperationContext& context);
// The same with a configuration. Throws LambdaError: it has none.
KnownFunction configured_function(const FunctionReference& reference,
                                  const OperationContext& context);

// FunctionEventInvokeConfig.
nlohmann::ordered_json event_invoke_configuration(const triggers::FunctionDefinition& function,
                                                  const std::string& qualifier);

}  // namespace tombola::operations::lambda
