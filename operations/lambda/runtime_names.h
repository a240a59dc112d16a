// The runtimes that the Lambda API knows by name; which of them run here is another question
// (triggers/functions/handler_name.h).
#pragma once

#include <span>
#include <string_view>

#include "dynamodb/validation/shape.h"

namespace tombola::operations::lambda {

// The API model's, in its order.
std::span<const std::string_view> runtime_names();
// One of them.
dynamodb::Shape runtime_shape();

}  // namespace tombola::operations::lambda
