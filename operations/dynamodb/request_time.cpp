#include "operations/dynamodb/request_time.h"

#include <algorithm>
#include <cmath>

#include "dynamodb/api_error.h"
#include "services/time_text.h"

namespace tombola::operations {

using dynamodb::JsonType;

std::optional<std::int64_t> request_time_ms(const Request& request, std::string_view member) {
  const auto time = request.member(member);
  if (!time) {
    return std::nullopt;
  }
  if (time->type() != JsonType::Integer && time->type() != JsonType::Decimal) {
    throw dynamodb::ApiError::serialization();
  }
  constexpr double ms_per_s = 1000;
  constexpr double seconds_max = 1e12;
  return std::llround(std::clamp(time->as_number(), -seconds_max, seconds_max) * ms_per_s);
}

std::string whole_seconds_text(std::int64_t time_ms) {
  std::string text = services::iso_time(time_ms);
  return text.erase(text.rfind('.')).append("Z");
}

}  // namespace tombola::operations
