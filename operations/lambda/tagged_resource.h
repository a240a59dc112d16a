// What a tagging operation's Resource names: a function or an event source mapping.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations::lambda {

using Tags = std::map<std::string, std::string>;

dynamodb::Field resource_field();

// Both throw LambdaError: it is something else, is not there, or is a version or an alias, which
// have no tags. The second one also when it cannot be changed, or would have too many.
Tags tags_of_resource(const Request& request, const OperationContext& context);
void change_tags(OperationContext& context, const Request& request,
                 const std::function<void(Tags&)>& edit);

}  // namespace tombola::operations::lambda
