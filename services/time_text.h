// Times as services write them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tombola::services {

// 2026-01-02T03:04:05.678Z
std::string iso_time(std::int64_t time_ms);
// Fri, 02 Jan 2026 03:04:05 GMT
std::string http_time(std::int64_t time_ms);
// Of that form; none: it is not.
std::optional<std::int64_t> parse_http_time_ms(std::string_view text);

}  // namespace tombola::services
