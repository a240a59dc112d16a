// Every bound in the house, with its source. AWS's first, then our own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tombola::limits {

// --- AWS: "Quotas in Amazon DynamoDB" and the API model ---
inline constexpr std::size_t item_size_bytes_max = 409'600;
// Of names inside an item, at every depth (observed, September 2026).
inline constexpr std::size_t attribute_name_size_bytes_max = 65'535;
inline constexpr std::size_t request_size_bytes_max = 16'777'216;
inline constexpr std::size_t page_size_bytes_max = 1'048'576;
inline constexpr std::size_t hash_key_size_bytes_max = 2048;
inline constexpr std::size_t range_key_size_bytes_max = 1024;
// 31 wraps are stored, 32 are refused (observed, eu-west-2, October 2026).
inline constexpr int nesting_depth_max = 31;
// Numbers: 1E-130 to 9.99...E+125 in magnitude ("Supported data types and naming rules").
inline constexpr int number_digits_max = 38;
inline constexpr int number_magnitude_max = 125;
inline constexpr int number_magnitude_min = -130;
inline constexpr std::size_t expression_size_bytes_max = 4096;
inline constexpr int expression_operators_max = 300;
inline constexpr int expression_in_operands_max = 100;
inline constexpr int document_path_depth_max = 32;
// #name or :value, sign included; and all of them in a request with what they stand for.
inline constexpr std::size_t placeholder_size_bytes_max = 255;
inline constexpr std::size_t placeholders_size_bytes_max = 2'097'152;
// PartiQL: API_ExecuteStatement, API_BatchExecuteStatement; "PartiQL operators" for IN: partition
// key values, and items in a page of their results.
inline constexpr std::size_t partiql_statement_length_max = 8192;
inline constexpr std::size_t partiql_token_length_max = 32'768;
inline constexpr std::size_t partiql_batch_statements_max = 25;
inline constexpr std::size_t partiql_in_hash_values_max = 50;
inline constexpr std::size_t partiql_in_page_items_max = 10;
inline constexpr std::size_t global_indexes_max = 20;
inline constexpr std::size_t local_indexes_max = 5;
inline constexpr std::size_t index_key_attributes_max = 4;  // HASH, and as many RANGE
inline constexpr std::size_t projected_attributes_max = 100;
inline constexpr std::size_t batch_write_requests_max = 25;
inline constexpr std::size_t batch_get_keys_max = 100;
inline constexpr std::size_t batch_get_reply_bytes_max = 16'777'216;
inline constexpr int list_tables_page_max = 100;
inline constexpr int list_streams_page_max = 100;
inline constexpr int describe_stream_page_max = 100;
inline constexpr int get_records_page_max = 1000;
inline constexpr std::size_t get_records_bytes_max = 1'048'576;
inline constexpr std::int64_t stream_retention_ms = 24LL * 60 * 60 * 1000;
// "Shards are also subject to being split"; a new one "approximately every 4 hours" (observed ids).
inline constexpr std::int64_t shard_lifetime_ms = 4LL * 60 * 60 * 1000;
inline constexpr std::int64_t shard_iterator_lifetime_ms = 15LL * 60 * 1000;
inline constexpr std::size_t invocation_payload_bytes_max = 6'291'456;
inline constexpr std::size_t invocation_response_bytes_max = 6'291'556;
inline constexpr std::size_t async_invocation_payload_bytes_max = 1'048'576;
inline constexpr std::int64_t async_invocation_age_ms_max = 6LL * 60 * 60 * 1000;
// CreateEventSourceMapping: its parameters' ranges (-1 stands for "no end" where it may be given),
// "Lambda event filtering", and a tumbling window's state.
inline constexpr int batch_size_max = 10'000;
inline constexpr int batching_window_seconds_max = 300;
inline constexpr int parallelization_factor_max = 10;
inline constexpr int retry_attempts_max = 10'000;
inline constexpr int record_age_seconds_min = 60;
inline constexpr int record_age_seconds_max = 604'800;
inline constexpr int tumbling_window_seconds_max = 900;
inline constexpr std::size_t filters_max = 5;
inline constexpr std::size_t filter_pattern_size_max = 4096;
inline constexpr double filter_number_max = 5e9;
inline constexpr std::size_t window_state_bytes_max = 1'048'576;
// Functions and the like on a page of the Lambda API.
inline constexpr std::int64_t lambda_page_max = 50;
// "Lambda quotas": a request with a deployment package; the package itself, unpacked; Create and
// UpdateFunctionCode.
inline constexpr std::size_t function_code_request_bytes_max = 70'167'211;
inline constexpr std::size_t function_code_zipped_bytes_max = 52'428'800;
inline constexpr std::uint64_t function_code_unzipped_bytes_max = 262'144'000;
// "Lambda quotas": all names and values of a function's environment together; its time-out.
inline constexpr std::size_t function_environment_bytes_max = 4096;
inline constexpr int function_timeout_seconds_max = 900;
// "Amazon API Gateway quotas": integration time-out.
inline constexpr std::int64_t api_gateway_timeout_ms = 29'000;

// "Time to Live": items that expired longer ago are not deleted.
inline constexpr std::int64_t time_to_live_past_ms_max = 5LL * 365 * 24 * 60 * 60 * 1000;
inline constexpr int time_to_live_attribute_length_max = 255;
// "Tagging restrictions", in characters.
inline constexpr std::size_t tags_max = 50;
inline constexpr std::size_t tag_key_length_max = 128;
inline constexpr std::size_t tag_value_length_max = 256;
inline constexpr std::size_t resource_policy_bytes_max = 20'480;
inline constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
inline constexpr std::int64_t point_in_time_recovery_days_max = 35;
inline constexpr std::int64_t point_in_time_recovery_lag_ms = 5LL * 60 * 1000;
// "Default quotas" of an account and of a table, read and write each.
inline constexpr std::int64_t account_capacity_units_max = 80'000;
inline constexpr std::int64_t table_capacity_units_max = 40'000;
// What a new on-demand table takes at once ("warm throughput"), in units per second.
inline constexpr std::int64_t on_demand_read_units = 12'000;
inline constexpr std::int64_t on_demand_write_units = 4'000;
// Provisioned throughput may be lowered so often on a day, and then once in this time.
inline constexpr std::int64_t throughput_decreases_at_will = 4;
inline constexpr std::int64_t throughput_decrease_interval_ms = 60LL * 60 * 1000;
// "Burst capacity": what is kept of unused throughput.
inline constexpr std::int64_t burst_capacity_ms = 300'000;
// "Item collection size limit", tables with local indexes only.
inline constexpr std::int64_t item_collection_bytes_max = 10LL * 1024 * 1024 * 1024;

// SQS: "Amazon SQS message quotas", "Using the message deduplication ID", API_PurgeQueue.
inline constexpr std::int64_t deduplication_ms = 5LL * 60 * 1000;
inline constexpr std::int64_t purge_interval_ms = 60LL * 1000;
inline constexpr std::int64_t visibility_seconds_max = 43'200;
inline constexpr std::int64_t delay_seconds_max = 900;
inline constexpr std::int64_t receive_wait_seconds_max = 20;
inline constexpr std::int64_t received_messages_max = 10;
inline constexpr std::size_t batch_entries_max = 10;
inline constexpr std::size_t batch_entry_id_length_max = 80;
inline constexpr std::size_t queue_name_length_max = 80;
inline constexpr std::size_t queue_batch_bytes_max = 1'048'576;
inline constexpr std::size_t message_attributes_max = 10;
inline constexpr std::int64_t list_queues_page_max = 1000;
inline constexpr std::size_t message_id_length_max = 128;  // of a group, of a deduplication
// SNS: "Amazon SNS endpoints and quotas", API_Publish, API_ListTopics.
inline constexpr std::size_t topic_name_length_max = 256;
inline constexpr std::size_t published_message_bytes_max = 262'144;
inline constexpr std::size_t topics_page_max = 100;
// S3: "Bucket naming rules", "Object key names", API_ListObjectsV2, API_DeleteObjects, "Multipart
// upload limits", "Object metadata".
inline constexpr std::size_t bucket_name_length_min = 3;
inline constexpr std::size_t bucket_name_length_max = 63;
inline constexpr std::size_t object_key_bytes_max = 1024;
inline constexpr std::int64_t objects_page_max = 1000;
inline constexpr std::size_t deleted_objects_max = 1000;
inline constexpr std::int64_t upload_parts_max = 10'000;
inline constexpr std::size_t upload_part_bytes_min = 5'242'880;
inline constexpr std::size_t user_metadata_bytes_max = 2048;

// --- ours ---
// An object's bytes that are one row of the engine; rows that are looked at in one read.
inline constexpr std::size_t object_chunk_bytes = 1'048'576;
inline constexpr std::size_t object_page_rows = 1000;
// Rows that are read at once, and written in one transaction, where all of a table is copied or looked
// through.
inline constexpr std::size_t table_page_rows = 1024;
inline constexpr std::size_t table_page_bytes = 1'048'576;
// What an object that is imported may come to, which is in memory as a whole; a data file of an export
// before it is compressed.
inline constexpr std::size_t import_object_bytes_max = 512u << 20;
inline constexpr std::size_t export_file_bytes_max = 32u << 20;
// Messages that were published last, for GET /_tombola/sns.
inline constexpr std::size_t published_messages_kept = 1000;
// Messages of a queue that are looked at in one read.
inline constexpr std::size_t queue_page_messages = 100;
inline constexpr std::size_t queue_page_bytes = 1'048'576;
// Parts of a parameter's name in the Query protocol: Entries.member.1.Attributes.entry.1.value
inline constexpr int query_name_depth_max = 16;
// Calls of ReceiveMessage that wait at the same time.
inline constexpr std::size_t waiting_receives_max = 10'000;
// Request JSON: 16 levels of our own members around a value of 32, two levels each.
inline constexpr std::size_t json_depth_max = 512;
// Expressions within expressions of a PartiQL statement; a list or map is one, and two levels of
// JSON.
inline constexpr int partiql_nesting_max = 200;
// JSON parsers that a thread keeps for its next documents, and the largest it keeps: simdjson takes
// some 15 bytes of memory per byte of document.
inline constexpr std::size_t json_spare_parsers_max = 4;
inline constexpr std::size_t json_spare_parser_bytes_max = 262'144;
// Event source mappings that are read at a start, and how a failed batch waits for its next try.
inline constexpr std::size_t event_source_mappings_max = 10'000;
inline constexpr std::int64_t back_off_ms_min = 100;
inline constexpr std::int64_t back_off_ms_max = 30'000;
// Failures in a row (after three seconds of back-off) from which on nobody waits for a success, if
// nothing else bounds the retries; how often a clock on its way to idleness is moved.
inline constexpr int failures_until_endless = 6;
inline constexpr int clock_moves_to_idleness_max = 10'000;
// Shards that a stream has open at a time: --stream-shards, splits.
inline constexpr std::size_t open_shards_max = 256;
// Changes in a row that belong to other shards, read at once, and before a reader gets an answer.
inline constexpr std::size_t shard_page_changes_min = 100;
inline constexpr std::size_t shard_scan_changes_max = 10'000;
// Records that are trimmed in one transaction when the change logs are bounded in size, what is kept
// then by default when all is kept in memory, and the least that the bound may be; how long trimming
// for age may be late.
inline constexpr std::size_t log_trim_page_records_max = 1000;
inline constexpr std::size_t log_trim_page_bytes_max = 1'048'576;
inline constexpr std::uint64_t log_bytes_max_in_memory = 256ULL << 20;
inline constexpr std::uint64_t log_bytes_max_min = 1ULL << 20;
inline constexpr std::int64_t log_trim_delay_ms = 60'000;
// Records that a mapping looks at before others have their turn: filters may pass over all of them.
inline constexpr std::size_t records_per_turn_max = 10'000;
// Tables that show as DELETING at a time; --table-delay.
inline constexpr std::size_t deleting_tables_max = 10'000;
inline constexpr std::int64_t table_delay_ms_max = 60LL * 60 * 1000;
// Tables and indexes whose use of capacity is remembered, reads and writes each (--throttle).
inline constexpr std::size_t capacity_buckets_max = 100'000;
// Functions made through the API that are read at once.
inline constexpr std::size_t functions_max = 10'000;
// What is remembered of invocations, and of writes that changed nothing: so many, and so many bytes
// of events and answers.
inline constexpr std::size_t remembered_invocations_max = 1'000;
inline constexpr std::size_t remembered_invocation_bytes_max = 67'108'864;
inline constexpr std::size_t remembered_unchanged_writes_max = 1'000;
// Batches that are replayed at one request.
inline constexpr std::size_t replayed_batches_max = 100;
// Asynchronous invocations that wait or run.
inline constexpr std::size_t async_invocations_max = 10'000;
// A failure's text where it is only for people to read.
inline constexpr std::size_t reason_bytes_max = 300;
// A symbolic link in a deployment package (PATH_MAX).
inline constexpr std::uint64_t function_code_link_bytes_max = 4096;
// A payload whose JSON is not worth a hand-over to another thread.
inline constexpr std::size_t inline_body_bytes_max = 65'536;
// Smaller answers are not worth the work of compressing them for a loopback.
inline constexpr std::size_t gzip_answer_size_bytes_min = 4096;
// Expired items that are deleted in one transaction; how long they stay readable unless the clock
// is moved or idleness waited for (AWS: days); how long the sweeper trusts a timer.
inline constexpr std::size_t expired_items_page = 100;
inline constexpr std::int64_t expired_items_stay_ms = 5'000;
inline constexpr std::int64_t sweeper_sleep_ms_max = 60'000;
// The last moment of the year 9999, where the clock ends.
inline constexpr std::int64_t time_ms_max = 253'402'300'799'999;
// Members within members of a resource policy; a real one has five.
inline constexpr int resource_policy_depth_max = 32;
// How long /_tombola/idle may be asked to wait.
inline constexpr std::int64_t idle_wait_seconds_default = 30;
inline constexpr std::int64_t idle_wait_seconds_max = 3600;
// Lambda runtimes: invocations of one function that wait for an environment; a line of a handler's
// output (CloudWatch Logs: 256 KB) and what is taken of it in one turn; an invocation's log tail
// (AWS: 4 KB); the files of a handler that are watched, and the largest that is searched for its
// imports; what a runtime may post; what esbuild or an interpreter may print.
inline constexpr std::size_t waiting_invocations_max = 1000;
inline constexpr std::size_t log_line_bytes_max = 262'144;
inline constexpr std::size_t process_output_turn_bytes_max = 1'048'576;
inline constexpr std::size_t log_tail_bytes_max = 4096;
inline constexpr std::size_t handler_source_files_max = 2000;
inline constexpr std::size_t handler_source_bytes_max = 8'388'608;
inline constexpr std::size_t runtime_api_body_bytes_max = 67'108'864;
inline constexpr std::size_t tool_output_bytes_max = 65'536;

}  // namespace tombola::limits
