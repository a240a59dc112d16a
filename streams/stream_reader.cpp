#include "streams/stream_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::streams {

using dynamodb::ApiError;

StreamName parse_stream_arn(std::string_view arn) {
  constexpr std::string_view table_part = ":table/";
  constexpr std::string_view stream_part = "/stream/";
  const std::size_t table_at = arn.find(table_part);
  const std::size_t stream_at = arn.find(stream_part);
  if (!arn.starts_with("arn:aws") || table_at == std::string_view::npos ||
      stream_at == std::string_view::npos || stream_at < table_at + table_part.size()) {
    throw ApiError::validation(fmt::format("Invalid StreamArn: {}", arn));
  }
  const std::size_t table_start = table_at + table_part.size();
  return {std::string(arn.substr(table_start, stream_at - table_start)),
          std::string(arn.substr(stream_at + stream_part.size()))};
}

bool is_readable(const storage::StreamEntry& stream, std::int64_t now_ms) {
  const auto disabled_ms = stream.descriptor.disabled_ms;
  return !disabled_ms || *disabled_ms + limits::stream_retention_ms > now_ms;
}

storage::StreamEntry find_stream(storage::Transaction& transaction, storage::Catalog& catalog,
                                 const dynamodb::Namespace& name_space, std::string_view arn,
                                 std::int64_t now_ms) {
  const StreamName name = parse_stream_arn(arn);
  const auto stream = catalog.find_stream(transaction, name_space, name.table, name.label);
  if (!stream || stream->arn() != arn || !is_readable(*stream, now_ms)) {
    throw ApiError::resource_not_found(
        fmt::format("Requested resource not found: Stream: {} not found", arn));
  }
  return *stream;
}

const Shard& require_shard(const std::vector<Shard>& shards, std::string_view id,
                           std::string_view stream_arn) {
  for (const Shard& shard : shards) {
    if (shard.id == id) {
      return shard;
    }
  }
  throw ApiError::resource_not_found(fmt::format(
      "Requested resource not found: Shard: {} in stream: {} not found", id, stream_arn));
}

ShardPage read_shard(storage::Transaction& transaction, const storage::StreamEntry& stream,
                     const Shard& shard, std::uint64_t after, std::size_t count,
                     std::int64_t now_ms) {
  ShardPage page;
  storage::change_log::Changes changes = storage::change_log::read(
      transaction, stream.descriptor.id, std::max(after, shard.start_number), count,
      limits::get_records_bytes_max);
  bool ended = changes.complete;
  for (storage::LoggedChange& change : changes.records) {
    if (shard.end_number && change.number > *shard.end_number) {
      ended = true;
      break;
    }
    after = change.number;
    if (change.time_ms + limits::stream_retention_ms > now_ms) {
      page.records.push_back(std::move(change));
    }
  }
  if (!(ended && shard.end_number)) {
    page.after_number = after;
  }
  return page;
}

}  // namespace tombola::streams
