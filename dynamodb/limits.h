// Every bound in the house, with its source. AWS's first, then our own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tombola::limits {

// --- AWS: "Quotas in Amazon DynamoDB" and the API model ---
inline constexpr std::size_t item_size_bytes_max = 409'600;
inline constexpr std::size_t request_size_bytes_max = 16'777'216;
inline constexpr std::size_t page_size_bytes_max = 1'048'576;
inline constexpr std::size_t hash_key_size_bytes_max = 2048;
inline constexpr std::size_t range_key_size_bytes_max = 1024;
// 31 wraps are stored, 32 are refused (observed, eu-west-2, October 2026).
inline constexpr int nesting_depth_max = 31;
inline constexpr std::size_t expression_size_bytes_max = 4096;
inline constexpr int expression_operators_max = 300;
inline constexpr int expression_in_operands_max = 100;
inline constexpr int document_path_depth_max = 32;
inline constexpr std::size_t batch_write_requests_max = 25;
inline constexpr std::size_t batch_get_keys_max = 100;
inline constexpr std::size_t batch_get_reply_bytes_max = 16'777'216;
inline constexpr int list_tables_page_max = 100;
inline constexpr int list_streams_page_max = 100;
inline constexpr int describe_stream_page_max = 100;
inline constexpr int get_records_page_max = 1000;
inline constexpr std::size_t get_records_bytes_max = 1'048'576;
inline constexpr std::int64_t stream_retention_ms = 24LL * 60 * 60 * 1000;
inline constexpr std::int64_t shard_iterator_lifetime_ms = 15LL * 60 * 1000;
inline constexpr std::size_t invocation_payload_bytes_max = 6'291'456;
inline constexpr std::size_t invocation_response_bytes_max = 6'291'556;

// --- ours ---
// Request JSON: 16 levels of our own members around a value of 32, two levels each.
inline constexpr std::size_t json_depth_max = 512;

}  // namespace tombola::limits
