#include "storage/layout.h"

namespace tombola::storage::layout {
namespace {

void append_name(std::string& out, std::string_view name) {
  out.append(name);
  out.push_back('\0');
}

std::string in_namespace(char kind, const dynamodb::Namespace& name_space) {
  std::string key(1, kind);
  append_name(key, name_space.account);
  append_name(key, name_space.region);
  return key;
}

std::string of_table(char kind, std::uint64_t table_or_stream) {
  std::string key(1, kind);
  append_big_endian(key, table_or_stream);
  return key;
}

std::string of_service(char kind, const dynamodb::Namespace& name_space) {
  return "w" + in_namespace(kind, name_space);
}

std::string of_service(char kind, std::uint64_t id) {
  return "w" + of_table(kind, id);
}

std::string with_index(std::string key, dynamodb::IndexId index) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((index >> shift) & 0xff));
  }
  return key;
}

}  // namespace

void append_big_endian(std::string& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (char byte : bytes.substr(0, 8)) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  return value;
}

std::string table_prefix(const dynamodb::Namespace& name_space) {
  return in_namespace('c', name_space);
}

std::string deleting_table_prefix(const dynamodb::Namespace& name_space) {
  return in_namespace('d', name_space);
}

std::string deleting_table_key(const dynamodb::Namespace& name_space, std::string_view table) {
  std::string key = deleting_table_prefix(name_space);
  append_name(key, table);
  return key;
}

std::string all_tables_prefix() {
  return "c";
}

std::string table_key(const dynamodb::Namespace& name_space, std::string_view table) {
  std::string key = table_prefix(name_space);
  append_name(key, table);
  return key;
}

std::string stream_prefix(const dynamodb::Namespace& name_space) {
  return in_namespace('s', name_space);
}

std::string all_streams_prefix() {
  return "s";
}

std::string stream_key(const dynamodb::Namespace& name_space, std::string_view table,
                       std::string_view label) {
  std::string key = stream_prefix(name_space);
  append_name(key, table);
  append_name(key, label);
  return key;
}

std::string item_prefix(dynamodb::TableId table) {
  return of_table('i', table);
}
std::uint64_t hash_of_item_key(std::string_view item_key) {
  return read_big_endian(item_key.substr(1 + sizeof(dynamodb::TableId)));
}
std::string item_count_key(dynamodb::TableId table) {
  return of_table('n', table) + 'c';
}
std::string table_bytes_key(dynamodb::TableId table) {
  return of_table('n', table) + 'b';
}

std::string index_prefix(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(of_table('x', table), index);
}

std::string index_count_key(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(item_count_key(table), index);
}

std::string index_bytes_key(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(table_bytes_key(table), index);
}

std::string item_collection_key(std::string_view partition_prefix) {
  std::string key(partition_prefix);
  key.front() = 'k';
  return key;
}

std::string tags_key(dynamodb::TableId table) {
  return of_table('g', table);
}

std::string policies_prefix(dynamodb::TableId table) {
  return of_table('o', table);
}

std::string policy_key(dynamodb::TableId table, dynamodb::StreamId stream) {
  std::string key = policies_prefix(table);
  append_big_endian(key, stream);
  return key;
}

std::string async_event_prefix() {
  return "a";
}

std::string async_event_key(std::uint64_t id) {
  std::string key = async_event_prefix();
  append_big_endian(key, id);
  return key;
}

std::string trim_point_key(dynamodb::StreamId stream) {
  return of_table('t', stream);
}

std::string mapping_prefix() {
  return "m";
}

std::string mapping_key(std::string_view uuid) {
  std::string key = mapping_prefix();
  append_name(key, uuid);
  return key;
}

std::string mapping_position_key(std::string_view uuid) {
  std::string key = "p";
  append_name(key, uuid);
  return key;
}

std::string function_prefix() {
  return "f";
}

std::string function_prefix(const dynamodb::Namespace& name_space) {
  return in_namespace('f', name_space);
}

std::string function_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = function_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string layer_prefix() {
  return "l";
}

std::string layer_prefix(const dynamodb::Namespace& name_space) {
  return in_namespace('l', name_space);
}

std::string layer_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = layer_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string token_key(const dynamodb::Namespace& name_space, std::string_view token) {
  std::string key = in_namespace('r', name_space);
  append_name(key, token);
  return key;
}

std::string token_time_key(std::uint64_t time_ms, const dynamodb::Namespace& name_space,
                           std::string_view token) {
  std::string key = "q";
  append_big_endian(key, time_ms);
  key.append(token_key(name_space, token).substr(1));
  return key;
}

KeyRange token_times_until(std::uint64_t time_ms) {
  std::string end = "q";
  append_big_endian(end, time_ms + 1);
  return {"q", end};
}

std::string token_key_of_time_key(std::string_view time_key) {
  constexpr std::size_t time_size_bytes = 8;
  return "r" + std::string(time_key.substr(1 + time_size_bytes));
}

std::string value_key(std::string_view name) {
  std::string key = "v";
  key.append(name);
  return key;
}

std::string queue_prefix(const dynamodb::Namespace& name_space) {
  return of_service('q', name_space);
}

std::string queue_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = queue_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string next_message_key(std::uint64_t queue) {
  return of_service('n', queue);
}

std::string message_prefix(std::uint64_t queue) {
  return of_service('m', queue);
}

std::string message_key(std::uint64_t queue, std::uint64_t message) {
  std::string key = message_prefix(queue);
  append_big_endian(key, message);
  return key;
}

std::string visibility_prefix(std::uint64_t queue) {
  return of_service('v', queue);
}

std::string visibility_key(std::uint64_t queue, std::uint64_t time_ms, std::uint64_t message) {
  std::string key = visibility_prefix(queue);
  append_big_endian(key, time_ms);
  append_big_endian(key, message);
  return key;
}

std::string deduplication_prefix(std::uint64_t queue) {
  return of_service('d', queue);
}

std::string deduplication_key(std::uint64_t queue, std::string_view id) {
  return deduplication_prefix(queue).append(id);
}

std::string deduplication_time_prefix(std::uint64_t queue) {
  return of_service('e', queue);
}

std::string deduplication_time_key(std::uint64_t queue, std::uint64_t time_ms,
                                   std::string_view id) {
  std::string key = deduplication_time_prefix(queue);
  append_big_endian(key, time_ms);
  return key.append(id);
}

std::string topic_prefix(const dynamodb::Namespace& name_space) {
  return of_service('t', name_space);
}

std::string topic_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = topic_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string subscription_prefix(const dynamodb::Namespace& name_space) {
  return of_service('u', name_space);
}

std::string subscription_prefix(const dynamodb::Namespace& name_space, std::string_view topic) {
  std::string key = subscription_prefix(name_space);
  append_name(key, topic);
  return key;
}

std::string subscription_key(const dynamodb::Namespace& name_space, std::string_view topic,
                             std::string_view id) {
  std::string key = subscription_prefix(name_space, topic);
  append_name(key, id);
  return key;
}

std::string bucket_prefix() {
  return "wb";
}

std::string bucket_key(std::string_view bucket) {
  std::string key = bucket_prefix();
  append_name(key, bucket);
  return key;
}

std::string object_prefix(std::uint64_t bucket) {
  return of_service('o', bucket);
}

std::string object_key(std::uint64_t bucket, std::string_view key) {
  return object_prefix(bucket).append(key);
}

std::string upload_prefix(std::uint64_t bucket) {
  return of_service('p', bucket);
}

std::string upload_key(std::uint64_t bucket, std::string_view key, std::string_view upload) {
  std::string row = upload_prefix(bucket);
  append_name(row, key);
  append_name(row, upload);
  return row;
}

std::string upload_part_prefix(std::uint64_t upload) {
  return of_service('l', upload);
}

std::string upload_part_key(std::uint64_t upload, std::uint64_t part) {
  std::string key = upload_part_prefix(upload);
  append_big_endian(key, part);
  return key;
}

std::string object_bytes_prefix(std::uint64_t bytes) {
  return of_service('c', bytes);
}

std::string object_bytes_key(std::uint64_t bytes, std::uint64_t chunk) {
  std::string key = object_bytes_prefix(bytes);
  append_big_endian(key, chunk);
  return key;
}

std::string stack_prefix(const dynamodb::Namespace& name_space) {
  return of_service('F', name_space);
}

std::string stack_key(const dynamodb::Namespace& name_space, std::string_view id) {
  std::string key = stack_prefix(name_space);
  append_name(key, id);
  return key;
}

std::string stack_event_prefix(std::string_view stack_id) {
  std::string key = "wG";
  append_name(key, stack_id);
  return key;
}

std::string stack_event_key(std::string_view stack_id, std::uint64_t number) {
  std::string key = stack_event_prefix(stack_id);
  append_big_endian(key, number);
  return key;
}

std::string change_set_prefix(std::string_view stack_id) {
  std::string key = "wH";
  append_name(key, stack_id);
  return key;
}

std::string change_set_key(std::string_view stack_id, std::string_view name) {
  std::string key = change_set_prefix(stack_id);
  append_name(key, name);
  return key;
}

std::string log_group_prefix() {
  return "wg";
}

std::string log_group_prefix(const dynamodb::Namespace& name_space) {
  return of_service('g', name_space);
}

std::string log_group_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = log_group_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string log_stream_prefix(std::uint64_t group) {
  return of_service('s', group);
}

std::string log_stream_key(std::uint64_t group, std::string_view name) {
  std::string key = log_stream_prefix(group);
  append_name(key, name);
  return key;
}

std::string log_event_prefix(std::uint64_t group) {
  return of_service('y', group);
}

std::string log_event_key(std::uint64_t group, std::uint64_t time_ms, std::uint64_t number) {
  std::string key = log_event_prefix(group);
  append_big_endian(key, time_ms);
  append_big_endian(key, number);
  return key;
}

std::string events_by_stream_prefix(std::uint64_t group) {
  return of_service('z', group);
}

std::string events_by_stream_key(std::uint64_t group, std::uint64_t stream, std::uint64_t time_ms,
                                 std::uint64_t number) {
  std::string key = events_by_stream_prefix(group);
  append_big_endian(key, stream);
  append_big_endian(key, time_ms);
  append_big_endian(key, number);
  return key;
}

std::string log_bytes_key(std::uint64_t group) {
  return of_service('k', group);
}

std::string parameter_prefix(const dynamodb::Namespace& name_space) {
  return of_service('h', name_space);
}

std::string parameter_key(const dynamodb::Namespace& name_space, std::string_view name) {
  std::string key = parameter_prefix(name_space);
  append_name(key, name);
  return key;
}

std::string identity_prefix(std::string_view account, std::string_view kind) {
  std::string key = of_service('i', {std::string(account), ""});
  append_name(key, kind);
  return key;
}

std::string identity_key(std::string_view account, std::string_view kind, std::string_view name) {
  std::string key = identity_prefix(account, kind);
  append_name(key, name);
  return key;
}

std::string api_prefix() {
  return "wa";
}

std::string api_prefix(const dynamodb::Namespace& name_space) {
  return of_service('a', name_space);
}

std::string api_key(const dynamodb::Namespace& name_space, std::string_view id) {
  std::string key = api_prefix(name_space);
  append_name(key, id);
  return key;
}

LogId change_log(dynamodb::StreamId stream) {
  return stream * 2;
}
LogId marker_log(dynamodb::StreamId stream) {
  return stream * 2 + 1;
}

}  // namespace tombola::storage::layout
