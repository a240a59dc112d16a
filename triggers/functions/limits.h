// The bounds of functions and their asynchronous invocations that nobody else asks for.
#pragma once

#include <cstddef>

namespace tombola::limits {

// --- AWS: PutFunctionEventInvokeConfig ---
// The maximum, and the default.
inline constexpr int async_retry_attempts_max = 2;
inline constexpr int async_event_age_seconds_min = 60;

// --- AWS: "Lambda quotas" ---
inline constexpr std::size_t function_layers_max = 5;

}  // namespace tombola::limits
