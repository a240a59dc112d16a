// Which runtime runs a function.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::triggers {

// Quick: starts no process of the function yet, nor looks for its interpreter.
// `context` must outlive the runtime.
std::unique_ptr<LambdaRuntime> make_runtime(const Function& function, RuntimeContext& context);

// Why the function cannot run on this machine, in one line that says what to do; none when it can.
// For a command line that wants to say so at its start: an invocation would tell the same as
// Unreachable. Blocks as RuntimeContext::node does.
std::optional<std::string> reason_not_runnable(const Function& function, RuntimeContext& context);

}  // namespace tombola::triggers
