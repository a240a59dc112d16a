// Times and durations as people write them in a request or on the command line. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dynamodb/limits.h"

namespace tombola::server {

inline constexpr std::int64_t time_ms_max = limits::time_ms_max;
inline constexpr std::int64_t duration_ms_max = 100LL * 366 * 24 * 60 * 60 * 1000;  // a century

// "2026-01-02", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z": UTC, years 1970 to 9999, as
// milliseconds since 1970.
std::optional<std::int64_t> parse_iso_time_ms(std::string_view text);

// "250ms", "90s", "1h30m", "2d": whole numbers with units, at most duration_ms_max together.
std::optional<std::int64_t> parse_duration_ms(std::string_view text);

// The whole of the text as a number.
std::optional<std::int64_t> parse_whole_number(std::string_view text);

}  // namespace tombola::server
