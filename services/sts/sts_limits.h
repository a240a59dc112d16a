// The bounds of STS, those of AWS where it has them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tombola::services::sts::limits {

inline constexpr std::int64_t session_seconds_min = 900;
inline constexpr std::int64_t role_session_seconds_default = 3'600;
inline constexpr std::int64_t role_session_seconds_max = 43'200;
inline constexpr std::int64_t own_session_seconds_default = 43'200;
inline constexpr std::int64_t own_session_seconds_max = 129'600;
// Ours: who works with older credentials is nobody that we know.
inline constexpr std::size_t sessions_kept = 10'000;

}  // namespace tombola::services::sts::limits
