// The methods of Java's String. Text is UTF-8, and counted in bytes where Java counts UTF-16 units.
#pragma once

#include "services/api_gateway/velocity/value.h"

namespace tombola::services::velocity {

Value text_method(const std::string& text, std::string_view method, const Values& arguments,
                  Arena& arena);

}  // namespace tombola::services::velocity
