// The bounds of API Gateway's data plane.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tombola::server::api_limits {

inline constexpr std::size_t api_payload_size_bytes_max = 10 * 1024 * 1024;

// A Lambda authorizer answers within this.
inline constexpr std::chrono::seconds authorizer_timeout{10};
// Answers of authorizers that are kept at a time.
inline constexpr std::size_t authorizer_results_max = 10'000;

// Keys of an issuer of tokens: how long fetching them may take, how long they are kept, and how soon they
// may be asked for again because one is missing.
inline constexpr std::chrono::seconds key_set_timeout{5};
inline constexpr std::int64_t key_set_age_ms_max = 3'600'000;
inline constexpr std::int64_t key_set_age_ms_min = 10'000;

}  // namespace tombola::server::api_limits
