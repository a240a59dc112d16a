// The bounds of functions and their invocations that nobody else asks for.
#pragma once

#include <cstddef>

namespace tombola::limits {

// --- AWS: PutFunctionEventInvokeConfig ---
// The maximum, and the default.
inline constexpr int async_retry_attempts_max = 2;
inline constexpr int async_event_age_seconds_min = 60;

// --- AWS: "Lambda quotas" ---
inline constexpr std::size_t function_layers_max = 5;
// "Response streaming for Lambda functions": 200 MB.
inline constexpr std::size_t streamed_response_bytes_max = 209'715'200;

// --- Ours ---
// The head of a runtime's call, and what comes behind a streamed response: an error, in base64.
inline constexpr std::size_t runtime_api_head_bytes_max = 1'048'576;

}  // namespace tombola::limits
