#include "dynamodb/json/whole_number.h"

#include <limits>

namespace tombola::dynamodb {

std::int64_t whole_number(JsonValue number) {
  if (number.type() == JsonType::Integer) {
    return number.as_integer();
  }
  using Limits = std::numeric_limits<std::int64_t>;
  constexpr double beyond = 9223372036854775808.0;  // 2^63, which a double can hold
  const double value = number.as_number();
  if (value >= beyond) {
    return Limits::max();
  }
  return value < -beyond ? Limits::min() : static_cast<std::int64_t>(value);
}

}  // namespace tombola::dynamodb
