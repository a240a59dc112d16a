// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html
//
// Asking to start at the last shard gives an empty list (observed on AWS).
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "dynamodb/model/table_state.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/streams/stream_view.h"
#include "streams/shard_json.h"
#include "streams/stream_reader.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;
using json = nlohmann::ordered_json;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeStreamInput",
      {{"StreamArn", Shape::string().length(0, 1024), Presence::Required},
       {"Limit", Shape::integer().range(1, limits::describe_stream_page_max)},
       {"ExclusiveStartShardId", Shape::string().length(28, 65)},
       {"ShardFilter",
        Shape::structure("ShardFilter",
                         {{"Type", Shape::string().one_of({"CHILD_SHARDS"}), Presence::Required},
                          {"ShardId", Shape::string().length(28, 65), Presence::Required}})}});
  return shape;
}

json key_schema(const storage::StreamEntry& stream) {
  json schema = {{{"AttributeName", stream.hash_key.name}, {"KeyType", "HASH"}}};
  if (stream.range_key) {
    schema.push_back({{"AttributeName", stream.range_key->name}, {"KeyType", "RANGE"}});
  }
  return schema;
}

// A parent that is trimmed may still have children.
std::vector<streams::Shard> children_of(const streams::ShardList& list, std::string_view parent) {
  std::vector<streams::Shard> children = list.shards;
  std::erase_if(children, [&](const auto& shard) { return shard.parent_id != parent; });
  if (children.empty()) {
    streams::require_shard(list, parent);
  }
  return children;
}

}  // namespace

std::string describe_stream(OperationContext& context, dynamodb::JsonValue request_json) {
  const Request request = Request::checked(request_json, fields(), dynamodb::Wording::Old);
  const std::string_view arn = request.required("StreamArn").as_string();
  const auto limit =
      static_cast<std::size_t>(request.integer("Limit").value_or(limits::describe_stream_page_max));
  const std::int64_t now_ms = context.service_clock.now_ms();

  const auto [stream, list] = look_at_stream(context, arn, now_ms);
  std::vector<streams::Shard> shards = list.shards;
  if (const auto filter = request.structure("ShardFilter")) {
    shards = children_of(list, filter->required("ShardId").as_string());
  }
  // Ids are in the order of creation.
  if (const auto start = request.string("ExclusiveStartShardId")) {
    std::erase_if(shards, [&](const auto& shard) { return shard.id <= *start; });
  }

  const dynamodb::StreamDescriptor& descriptor = stream.descriptor;
  json description = {
      {"StreamArn", stream.arn()},
      {"StreamLabel", descriptor.label},
      {"StreamStatus", dynamodb::stream_status(descriptor, now_ms)},
      {"StreamViewType", dynamodb::to_string(descriptor.view_type)},
      {"CreationRequestDateTime", static_cast<double>(descriptor.created_ms) / 1000.0},
      {"TableName", stream.table},
      {"KeySchema", key_schema(stream)},
      {"Shards", json::array()}};
  if (shards.size() > limit) {
    shards.resize(limit);
    description["LastEvaluatedShardId"] = shards.back().id;
  }
  for (const streams::Shard& shard : shards) {
    description["Shards"].push_back(streams::shard_json(shard));
  }
  return json({{"StreamDescription", description}}).dump();
}

}  // namespace tombola::operations
