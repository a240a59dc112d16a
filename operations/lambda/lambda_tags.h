// Tags of functions and event source mappings.
#pragma once

#include <map>
#include <string>

#include "operations/request.h"

namespace tombola::operations::lambda {

// Tags of the request. Throws LambdaError: there are too many, or one is not as tags must be.
std::map<std::string, std::string> tags_of(const Request& request);
// Throws LambdaError when a resource would have more than AWS's 50.
void check_tag_count(const std::map<std::string, std::string>& tags);

}  // namespace tombola::operations::lambda
