// Names that a Lambda service makes up: request ids, log streams, trace ids; and its way to write
// times.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tombola::triggers {

// At most 32 hexadecimal digits from the kernel's random source.
std::string random_hex(std::size_t digits);

// A version 4 UUID.
std::string new_request_id();
// 2026/01/02/[$LATEST]<32 hex>
std::string new_log_stream(std::int64_t now_ms, std::string_view version = "$LATEST");
// Root=1-<8 hex: seconds>-<24 hex>;Parent=<16 hex>;Sampled=0
std::string new_trace_id(std::int64_t now_ms);

// 2026-01-02T03:04:05.678Z
std::string iso_time(std::int64_t time_ms);

}  // namespace tombola::triggers
