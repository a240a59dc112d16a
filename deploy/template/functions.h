// The functions whose arguments are plain values: each takes what resolver.h made of its argument.
// Pure.
#pragma once

#include <string>

#include "deploy/template/template.h"

namespace tombola::deploy {

// Null: no function of that name works on values alone. An argument that is not wholly known gives
// the expression back. Throws TemplateError.
using ValueFunction = Json (*)(const Json& argument);
ValueFunction find_value_function(const std::string& name);

// The blocks of Fn::Cidr. Throws TemplateError.
Json cidr_blocks(const std::string& block, int count, int bits);

// {"Fn::Join": argument}
Json expression_of(const std::string& function, Json argument);

}  // namespace tombola::deploy
