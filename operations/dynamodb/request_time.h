// Times in requests: seconds since the epoch, whole or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "operations/request.h"

namespace tombola::operations {

// In milliseconds. Throws ApiError::serialization for what is no number.
std::optional<std::int64_t> request_time_ms(const Request& request, std::string_view member);

// 2026-01-02T03:04:05Z, as messages quote times.
std::string whole_seconds_text(std::int64_t time_ms);

}  // namespace tombola::operations
