// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
//
// Records is always there, empty or not. NextShardIterator is absent once a closed shard is
// drained; an open shard always returns one. Each iterator lives 15 minutes from when it was handed
// out.
#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "streams/shard_iterator.h"
#include "streams/stream_reader.h"
#include "streams/stream_record.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetRecordsInput", {{"ShardIterator", Shape::string().length(1, 2048), Presence::Required},
                          {"Limit", Shape::integer().range(1, limits::get_records_page_max)}});
  return shape;
}

}  // namespace

std::string get_records(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto limit =
      static_cast<std::size_t>(request.integer("Limit").value_or(limits::get_records_page_max));
  const std::int64_t now_ms = context.service_clock.now_ms();
  streams::ShardIterator iterator =
      streams::ShardIterator::decode(request.required("ShardIterator").as_string());
  if (iterator.issued_ms + limits::shard_iterator_lifetime_ms < now_ms) {
    throw ApiError::expired_iterator("The shard iterator has expired; iterators live 15 minutes");
  }

  std::string answer = R"({"Records":[)";
  context.transactions.read([&](storage::Transaction& transaction) {
    const storage::StreamEntry stream = streams::find_stream(
        transaction, context.catalog, context.name_space, iterator.stream_arn, now_ms);
    const std::vector<streams::Shard> shards = streams::list_shards(transaction, stream);
    const streams::Shard& shard =
        streams::require_shard(shards, iterator.shard_id, iterator.stream_arn);
    const streams::ShardPage page =
        streams::read_shard(transaction, stream, shard, iterator.after_number, limit, now_ms);
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      answer.append(i == 0 ? "" : ",");
      streams::append_api_record(answer, page.records[i], stream);
    }
    answer.push_back(']');
    if (page.after_number) {
      iterator.after_number = *page.after_number;
      iterator.issued_ms = now_ms;
      answer.append(R"(,"NextShardIterator":)");
      dynamodb::append_json_string(answer, iterator.encode());
    }
  });
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
