// Why an invocation failed, in one line for a person: "TypeError: x is not a function". The whole of
// it, with its trace, is in the function's log. Pure.
#pragma once

#include <string>

#include "triggers/lambda_runtime.h"

namespace tombola::server {

// Of a result that is no success.
std::string failure_text(const triggers::InvokeResult& result);

}  // namespace tombola::server
