// JSONPath as $input.path() and $input.json() take it: Jayway's, with members, indexes, slices, unions,
// wildcards, deep scans, filters and length(). Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
#pragma once

#include <string_view>

#include "services/api_gateway/velocity/value.h"

namespace tombola::services::velocity {

// What the path finds: the one thing that a definite path leads to, or null; a list of all that an
// indefinite one leads to. Throws TemplateError: it is no path.
Value find_path(const Value& root, std::string_view path, Arena& arena);

}  // namespace tombola::services::velocity
