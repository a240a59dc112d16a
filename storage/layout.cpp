#include "storage/layout.h"

#include "storage/layout_parts.h"

namespace tombola::storage::layout {

void append_big_endian(std::string& out, std::uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>((value >> (56 - 8 * i)) & 0xff);
  }
  out.append(bytes, sizeof bytes);
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
std::string table_counter_key(dynamodb::TableId table) {
  return of_table('u', table);
}

std::string index_prefix(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(of_table('x', table), index);
}

std::string index_counter_key(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(table_counter_key(table), index);
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

std::string insights_key(dynamodb::TableId table, dynamodb::IndexId index) {
  return with_index(of_table('h', table), index);
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

LogId change_log(dynamodb::StreamId stream) {
  return stream * 2;
}
LogId marker_log(dynamodb::StreamId stream) {
  return stream * 2 + 1;
}

}  // namespace tombola::storage::layout
