// Renders a template. Pure.
#pragma once

#include <map>
#include <string>

#include "services/api_gateway/velocity/syntax.h"
#include "services/api_gateway/velocity/value.h"

namespace tombola::services::velocity {

using Variables = std::map<std::string, Value, std::less<>>;

// A reference to a variable that was never set stays as it stands; one to what a variable does not
// have is empty. Afterwards `variables` has what the template set. Throws TemplateError: a loop of more
// rounds, or a text longer, than API Gateway allows.
std::string render(const Block& block, Variables& variables, Arena& arena);

// What a value's method gives; null: it has none of that name and number of arguments.
Value call_method(const Value& value, std::string_view method, const Values& arguments,
                  Arena& arena);

}  // namespace tombola::services::velocity
