// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html
//
// LastEvaluatedStreamArn is the last ARN of the page, and only a page that ended early carries it.
// Paging goes on behind an ARN whose stream is gone; an ARN that is none is refused (observed on
// AWS).
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "streams/stream_reader.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;
using storage::StreamEntry;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListStreamsInput",
      {{"TableName", Shape::string().length(3, 255).pattern(dynamodb::resource_name_pattern,
                                                            dynamodb::is_resource_name)},
       {"Limit", Shape::integer().range(1, limits::list_streams_page_max)},
       {"ExclusiveStartStreamArn", Shape::string().length(0, 1024)}});
  return shape;
}

// Behind (table, label) in the order of the listing.
bool is_behind(const StreamEntry& stream, const streams::StreamName& start) {
  return std::tie(stream.table, stream.descriptor.label) > std::tie(start.table, start.label);
}

}  // namespace

std::string list_streams(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto limit =
      static_cast<std::size_t>(request.integer("Limit").value_or(limits::list_streams_page_max));
  const auto start_arn = request.string("ExclusiveStartStreamArn");
  const auto start =
      start_arn ? std::optional(streams::parse_stream_arn(*start_arn)) : std::nullopt;
  const std::string table_name(request.string("TableName").value_or(""));

  std::vector<StreamEntry> entries;
  context.transactions.read([&](storage::Transaction& transaction) {
    entries = context.catalog.streams(transaction, context.name_space, table_name);
  });
  const std::int64_t now_ms = context.service_clock.now_ms();
  std::erase_if(entries, [&](const StreamEntry& stream) {
    return !streams::is_readable(stream, now_ms) || (start && !is_behind(stream, *start));
  });

  nlohmann::ordered_json answer = {{"Streams", nlohmann::ordered_json::array()}};
  for (std::size_t i = 0; i < std::min(limit, entries.size()); ++i) {
    answer["Streams"].push_back({{"StreamArn", entries[i].arn()},
                                 {"TableName", entries[i].table},
                                 {"StreamLabel", entries[i].descriptor.label}});
  }
  if (entries.size() > limit) {
    answer["LastEvaluatedStreamArn"] = entries[limit - 1].arn();
  }
  return answer.dump();
}

}  // namespace tombola::operations
