// A JSON number where a request wants an integer.
#pragma once

#include <cstdint>

#include "dynamodb/json/json_document.h"

namespace tombola::dynamodb {

// As Java converts: what is behind the point is cut off, and what no integer holds is the nearest one.
// `number`: of type Integer or Decimal.
std::int64_t whole_number(JsonValue number);

}  // namespace tombola::dynamodb
