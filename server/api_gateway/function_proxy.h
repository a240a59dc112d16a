// AWS_PROXY: the request becomes an event for a function, and what the function returns the answer.
#pragma once

#include "server/api_gateway/api_call.h"
#include "server/gateway_invoker.h"
#include "triggers/function_registry.h"

namespace tombola::server {

// The function that the call's integration names, by the stage's variables; null: there is none.
std::shared_ptr<const triggers::FunctionRegistry::Entry> function_of(
    const triggers::FunctionRegistry& functions, const ApiCall& call);
// The ARN as the integration names it, with its qualifier.
std::string function_arn_of(const triggers::FunctionRegistry::Entry& function, const ApiCall& call);

// Answers when the function has, or at the integration's timeout; never waits.
void invoke_proxy(const GatewayInvoker& invoker, const triggers::FunctionRegistry& functions,
                  const ApiCallPtr& call);

}  // namespace tombola::server
