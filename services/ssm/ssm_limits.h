// The bounds of Parameter Store, AWS's.
// https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
#pragma once

#include <cstddef>

namespace tombola::services::ssm::limits {

inline constexpr std::size_t name_length_max = 2048;
inline constexpr std::size_t full_name_length_max = 1011;  // its ARN has 2048 at most
inline constexpr std::size_t hierarchy_levels_max = 15;
inline constexpr std::size_t standard_value_bytes_max = 4096;
inline constexpr std::size_t advanced_value_bytes_max = 8192;
inline constexpr std::size_t versions_kept = 100;
inline constexpr std::size_t labels_of_a_version_max = 10;
inline constexpr std::size_t label_length_max = 100;
inline constexpr std::size_t names_at_once_max = 10;

}  // namespace tombola::services::ssm::limits
