// Every key of the data directory, on one page. All integers big-endian, so that byte order is
// numeric order; names end in 0x00, which no name contains.
//
//   'c' account 00 region 00 table 00                  catalog: TableDefinition as JSON
//   'd' account 00 region 00 table 00                  a table that still shows as DELETING: JSON
//   's' account 00 region 00 table 00 label 00         catalog: StreamEntry as JSON
//   'i' table:8 hash:8 partition-key sort-key          an item (item_encoding.h)
//   'x' table:8 index:4 hash:8 index-key table-key     an index row (index_rows.h)
//   'x' table:8 index:4 time:8 hash:8 table-key        a row of the expiry index (time_to_live.h)
//   'u' table:8                                        counter: a table's items
//   'u' table:8 index:4                                counter: an index' rows
//   'n' table:8 kind:1 [index:4]                       the same in earlier versions (old_counters.h)
//   'k' table:8 hash:8 partition-key                   counter: bytes of an item collection
//   'g' table:8                                        a table's tags as JSON
//   'o' table:8 stream:8                               resource policy; stream 0: the table's
//   'h' table:8 index:4                                Contributor Insights; index 0: the table's
//   't' stream:8                                       so far its changes are trimmed
//   'm' uuid 00, and 'p' uuid 00                       event source mapping; its position: JSON
//   'b' account 00 region 00 table 00 id 00            a backup (backups.h) as JSON
//   'e' account 00 region 00 kind 00 name 00           an export, or whose token it is (table_jobs.h)
//   'j' account 00 region 00 kind 00 name 00           the same of an import
//   'f' account 00 region 00 name 00                   a Lambda function as JSON
//   'l' account 00 region 00 name 00                   a Lambda layer and its versions as JSON
//   'a' id:8                                           an asynchronous invocation as JSON
//   'r' account 00 region 00 token 00                  a ClientRequestToken and what it did
//   'q' time:8 account 00 region 00 token 00           the same by time of use, to be forgotten
//   'v' name                                           values of the directory: "ids", "clock"
//   'w' 'q' account 00 region 00 name 00               an SQS queue as JSON
//   'w' 'n' queue:8                                    the number of its next message
//   'w' 'm' queue:8 message:8                          a message as JSON
//   'w' 'v' queue:8 time:8 message:8                   when it can be received: 'r', 'd' or 'i'
//   'w' 'd' queue:8 deduplication-id                   of a FIFO queue: what was sent under it
//   'w' 'e' queue:8 time:8 deduplication-id            the same by time, to be forgotten
//   'w' 't' account 00 region 00 name 00               an SNS topic as JSON
//   'w' 'u' account 00 region 00 topic 00 id 00        a subscription as JSON
//   'w' 'b' bucket 00                                  an S3 bucket as JSON
//   'w' 'o' bucket:8 key                               an object's description as JSON
//   'w' 'p' bucket:8 key 00 upload 00                  a multipart upload as JSON
//   'w' 'l' upload:8 part:8                            a part's description as JSON
//   'w' 'c' bytes:8 chunk:8                            bytes of an object or a part
//   'w' 'F' account 00 region 00 id 00                 a stack of CloudFormation as JSON
//   'w' 'G' stack-id 00 number:8                       something that happened to it as JSON
//   'w' 'H' stack-id 00 name 00                        a change set as JSON
//   'w' 'h' account 00 region 00 name 00               a parameter of SSM as JSON
//   'w' 'i' account 00 00 kind 00 name 00              what IAM keeps, "role" and so on, as JSON
//   'w' 'a' account 00 region 00 id 00                 an API of API Gateway as JSON
//   'w' 'g' account 00 region 00 name 00               a log group as JSON
//   'w' 's' group:8 name 00                            a log stream as JSON
//   'w' 'y' group:8 time:8 number:8                    a log event (services/logs/log_event.h)
//   'w' 'z' group:8 stream:8 time:8 number:8           the same by stream
//   'w' 'k' group:8                                    counter: bytes of a group's events
//
// Logs, by LogId: 2 * stream id holds the stream's changes, 2 * stream id + 1 its markers
// (change_log.h); 2 * table id the history of a table with point-in-time recovery (item_history.h),
// since ids of tables and streams are never alike.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage::layout {

void append_big_endian(std::string& out, std::uint64_t value);
std::uint64_t read_big_endian(std::string_view bytes);  // the first 8

std::string table_key(const dynamodb::Namespace& name_space, std::string_view table);
std::string table_prefix(const dynamodb::Namespace& name_space);
std::string all_tables_prefix();  // of every namespace
std::string deleting_table_key(const dynamodb::Namespace& name_space, std::string_view table);
std::string deleting_table_prefix(const dynamodb::Namespace& name_space);
std::string stream_key(const dynamodb::Namespace& name_space, std::string_view table,
                       std::string_view label);
std::string stream_prefix(const dynamodb::Namespace& name_space);
std::string all_streams_prefix();  // of every namespace

std::string item_prefix(dynamodb::TableId table);
std::uint64_t hash_of_item_key(std::string_view item_key);
std::string table_counter_key(dynamodb::TableId table);

std::string index_prefix(dynamodb::TableId table, dynamodb::IndexId index);
std::string index_counter_key(dynamodb::TableId table, dynamodb::IndexId index);

// `partition_prefix`: of the items of a collection, or of all items of a table.
std::string item_collection_key(std::string_view partition_prefix);

std::string tags_key(dynamodb::TableId table);
std::string policy_key(dynamodb::TableId table, dynamodb::StreamId stream);
std::string policies_prefix(dynamodb::TableId table);
std::string insights_key(dynamodb::TableId table, dynamodb::IndexId index);

std::string trim_point_key(dynamodb::StreamId stream);

std::string mapping_key(std::string_view uuid);
std::string mapping_prefix();
std::string mapping_position_key(std::string_view uuid);

std::string function_key(const dynamodb::Namespace& name_space, std::string_view name);
std::string function_prefix(const dynamodb::Namespace& name_space);
std::string function_prefix();  // of every account and region

std::string layer_key(const dynamodb::Namespace& name_space, std::string_view name);
std::string layer_prefix(const dynamodb::Namespace& name_space);
std::string layer_prefix();  // of every account and region

std::string async_event_key(std::uint64_t id);
std::string async_event_prefix();

std::string token_key(const dynamodb::Namespace& name_space, std::string_view token);
std::string token_time_key(std::uint64_t time_ms, const dynamodb::Namespace& name_space,
                           std::string_view token);
KeyRange token_times_until(std::uint64_t time_ms);  // inclusive
std::string token_key_of_time_key(std::string_view time_key);

std::string value_key(std::string_view name);

std::string queue_key(const dynamodb::Namespace& name_space, std::string_view name);
std::string queue_prefix(const dynamodb::Namespace& name_space);
std::string next_message_key(std::uint64_t queue);
std::string message_prefix(std::uint64_t queue);
std::string message_key(std::uint64_t queue, std::uint64_t message);
std::string visibility_prefix(std::uint64_t queue);
std::string visibility_key(std::uint64_t queue, std::uint64_t time_ms, std::uint64_t message);
std::string deduplication_prefix(std::uint64_t queue);
std::string deduplication_key(std::uint64_t queue, std::string_view id);
std::string deduplication_time_prefix(std::uint64_t queue);
std::string deduplication_time_key(std::uint64_t queue, std::uint64_t time_ms, std::string_view id);

std::string topic_prefix(const dynamodb::Namespace& name_space);
std::string topic_key(const dynamodb::Namespace& name_space, std::string_view name);
std::string subscription_prefix(const dynamodb::Namespace& name_space);
std::string subscription_prefix(const dynamodb::Namespace& name_space, std::string_view topic);
std::string subscription_key(const dynamodb::Namespace& name_space, std::string_view topic,
                             std::string_view id);

std::string bucket_prefix();
std::string bucket_key(std::string_view bucket);
std::string object_prefix(std::uint64_t bucket);
std::string object_key(std::uint64_t bucket, std::string_view key);
std::string upload_prefix(std::uint64_t bucket);
std::string upload_key(std::uint64_t bucket, std::string_view key, std::string_view upload);
std::string upload_part_prefix(std::uint64_t upload);
std::string upload_part_key(std::uint64_t upload, std::uint64_t part);
std::string object_bytes_prefix(std::uint64_t bytes);
std::string object_bytes_key(std::uint64_t bytes, std::uint64_t chunk);

std::string stack_prefix(const dynamodb::Namespace& name_space);
std::string stack_key(const dynamodb::Namespace& name_space, std::string_view id);
std::string stack_event_prefix(std::string_view stack_id);
std::string stack_event_key(std::string_view stack_id, std::uint64_t number);
std::string change_set_prefix(std::string_view stack_id);
std::string change_set_key(std::string_view stack_id, std::string_view name);
std::string parameter_prefix(const dynamodb::Namespace& name_space);
std::string parameter_key(const dynamodb::Namespace& name_space, std::string_view name);
// IAM knows no regions.
std::string identity_prefix(std::string_view account, std::string_view kind);
std::string identity_key(std::string_view account, std::string_view kind, std::string_view name);
std::string api_prefix();  // of every namespace
std::string api_prefix(const dynamodb::Namespace& name_space);
std::string api_key(const dynamodb::Namespace& name_space, std::string_view id);

std::string log_group_prefix();  // of every account and region
std::string log_group_prefix(const dynamodb::Namespace& name_space);
std::string log_group_key(const dynamodb::Namespace& name_space, std::string_view name);
std::string log_stream_prefix(std::uint64_t group);
std::string log_stream_key(std::uint64_t group, std::string_view name);
std::string log_event_prefix(std::uint64_t group);
std::string log_event_key(std::uint64_t group, std::uint64_t time_ms, std::uint64_t number);
std::string events_by_stream_prefix(std::uint64_t group);  // of all its streams
std::string events_by_stream_key(std::uint64_t group, std::uint64_t stream, std::uint64_t time_ms,
                                 std::uint64_t number);
std::string log_bytes_key(std::uint64_t group);

LogId change_log(dynamodb::StreamId stream);
LogId marker_log(dynamodb::StreamId stream);

}  // namespace tombola::storage::layout
