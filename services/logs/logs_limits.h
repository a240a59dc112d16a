// Every bound of CloudWatch Logs. Those without a note are AWS's: "CloudWatch Logs quotas",
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html, and the API
// model.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace tombola::services::logs::limits {

inline constexpr std::int64_t describe_page_max = 50;
inline constexpr std::int64_t events_page_max = 10'000;
inline constexpr std::size_t events_page_bytes_max = 1'048'576;
inline constexpr std::size_t put_events_max = 10'000;
inline constexpr std::size_t put_bytes_max = 1'048'576;
inline constexpr std::size_t event_bytes_max = 1'048'576;
// What an event weighs beside its message.
inline constexpr std::size_t event_overhead_bytes = 26;
inline constexpr std::int64_t put_span_ms_max = 24LL * 3600 * 1000;
inline constexpr std::int64_t event_age_ms_max = 14LL * 24 * 3600 * 1000;
inline constexpr std::int64_t event_future_ms_max = 2LL * 3600 * 1000;
inline constexpr std::size_t filter_pattern_length_max = 1024;
inline constexpr std::size_t filter_regexes_max = 2;
inline constexpr std::size_t tags_max = 50;

// Ours, from here on.

// A regular expression's characters once {m,n} is written out; more is refused.
inline constexpr std::size_t regex_nodes_max = 2000;
// Parentheses of a JSON pattern within each other.
inline constexpr int filter_depth_max = 50;
// So much is looked through for one page of FilterLogEvents; then a token goes on, as on AWS.
inline constexpr std::size_t filter_scan_events_max = 100'000;
inline constexpr std::size_t filter_scan_bytes_max = 32u << 20;
// Rows that are read or erased in one go.
inline constexpr std::size_t page_rows = 1000;
inline constexpr std::size_t page_bytes = 1u << 20;
// What all groups together may hold; beyond it the largest group's oldest events make room.
inline constexpr std::int64_t stored_bytes_max = 256LL << 20;
inline constexpr std::int64_t stored_bytes_max_in_memory = 64LL << 20;
// Lines that wait to be written: for how long, and how many bytes; beyond it who writes the next
// one saves them all.
inline constexpr std::chrono::milliseconds intake_delay{20};
inline constexpr std::size_t intake_bytes_max = 1u << 20;

}  // namespace tombola::services::logs::limits
