// What the operations of the Lambda API work with, beside the rest of the OperationContext.
#pragma once

#include <functional>
#include <string>

#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_invocations.h"
#include "triggers/functions/function_catalog.h"

namespace tombola::operations {

struct LambdaContext {
  triggers::FunctionCatalog& functions;
  triggers::FunctionRegistry& registry;
  triggers::AsyncInvocations& async_invocations;
  triggers::Dispatcher& mappings;  // event source mappings
  // http://127.0.0.1:8000, where code can be fetched.
  std::string endpoint_url;
  // Why nobody may bring code here; empty: callers may.
  std::string code_refusal;
  // The Lambda runtime that a function of the command line would have: nodejs20.x
  std::function<std::string(const triggers::Function&)> runtime_name;
  // Tells the person at the terminal what they should know, in one line; may be empty.
  std::function<void(const std::string&)> complain = {};
};

}  // namespace tombola::operations
