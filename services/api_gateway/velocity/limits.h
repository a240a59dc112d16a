// The bounds of mapping templates.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
#pragma once

#include <cstddef>

namespace tombola::services::velocity::limits {

inline constexpr std::size_t template_size_bytes_max = 300 * 1024;
inline constexpr int loop_iterations_max = 1000;
// What AWS does not say: parentheses, lists and blocks within one another, steps of one rendering,
// and what it may write.
inline constexpr int nesting_max = 64;
inline constexpr int steps_max = 1'000'000;
inline constexpr std::size_t output_size_bytes_max = 10 * 1024 * 1024;
// Lists within lists that are written as text, and all that one holds in the end: a list that is in
// another twice is written twice.
inline constexpr std::size_t value_depth_max = 64;
inline constexpr std::size_t values_max = 1'000'000;

}  // namespace tombola::services::velocity::limits
