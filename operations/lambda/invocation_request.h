// What the ways to invoke a function have in common: which one it is, the event, who cannot run.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "operations/lambda/function_name.h"
#include "operations/operation.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "triggers/function_registry.h"
#include "triggers/lambda_runtime.h"

namespace tombola::operations::lambda {

struct RequestedInvocation {
  FunctionReference reference;
  std::shared_ptr<const triggers::FunctionRegistry::Entry> function;
  triggers::Invocation invocation;

  // As the answer says it.
  std::string trace_id() const;
};
// Of FunctionName, Qualifier and ClientContext. Throws LambdaError.
RequestedInvocation requested_invocation(const Request& request, std::string payload, bool is_event,
                                         OperationContext& context);

// What to answer when it never ran; none: it did.
std::optional<PayloadAnswer> unreachable_answer(triggers::InvokeResult& result);

}  // namespace tombola::operations::lambda
