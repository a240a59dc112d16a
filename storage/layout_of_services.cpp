// The keys of what services beside DynamoDB keep: SQS, SNS, S3, CloudFormation, Logs, SSM, IAM, API
// Gateway.
#include "storage/layout.h"
#include "storage/layout_parts.h"

namespace tombola::storage::layout {

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

}  // namespace tombola::storage::layout
