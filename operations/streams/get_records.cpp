// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
//
// Records is always there, empty or not. NextShardIterator is absent once a closed shard is
// drained; an open shard always returns one. Each iterator lives 15 minutes from when it was handed
// out.
#include <algorithm>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/streams/stream_view.h"
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

// Records that the iterator had before it are trimmed. One that began at the trim horizon and has
// not seen a record yet has no place to lose.
bool misses_records(const streams::ShardIterator& iterator, const streams::Shard& shard,
                    const streams::ShardPage& page) {
  const std::uint64_t after = std::max(iterator.after_number, shard.start_number);
  return iterator.after_number != 0 && after < page.trimmed_up_to &&
         after < shard.end_number.value_or(UINT64_MAX);
}

// A page may be a megabyte and more, which would be copied again and again as it grows.
std::size_t room_for(const streams::ShardPage& page) {
  constexpr std::size_t around_records = 1024;  // the iterator
  std::size_t bytes = around_records;
  for (const storage::LoggedChange& change : page.records) {
    bytes += streams::api_record_bytes(change) + 1;
  }
  return bytes;
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
    throw ApiError::expired_iterator("Shard iterator has expired");
  }

  std::string answer = R"({"Records":[)";
  read_stream(context, iterator.stream_arn, now_ms, [&](const StreamView& view) {
    const streams::Shard& shard = streams::require_shard(view.list, iterator.shard_id);
    const streams::ShardPage page = streams::read_shard(view.transaction, view.stream, shard,
                                                        {iterator.after_number, limit, now_ms});
    if (misses_records(iterator, shard, page)) {
      throw_trimmed();
    }
    answer.reserve(room_for(page));
    for (std::size_t i = 0; i < page.records.size(); ++i) {
      answer.append(i == 0 ? "" : ",");
      streams::append_api_record(answer, page.records[i], view.stream);
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
