// The bounds of API Gateway's data plane.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
#pragma once

#include <cstddef>

namespace tombola::server::api_limits {

inline constexpr std::size_t api_payload_size_bytes_max = 10 * 1024 * 1024;

}  // namespace tombola::server::api_limits
