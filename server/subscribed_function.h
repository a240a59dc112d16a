// Functions as subscribers of a topic: invoked without waiting, as SNS does it.
#pragma once

#include <optional>
#include <string>

#include "operations/lambda/lambda_context.h"

namespace tombola::server {

// What went wrong, in one line for people; nothing when the invocation was accepted.
std::optional<std::string> invoke_subscribed_function(operations::LambdaContext& lambda,
                                                      const std::string& function_arn,
                                                      std::string event);

}  // namespace tombola::server
