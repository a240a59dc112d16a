// Reading a shard. Records are readable for 24 hours by the service clock, a stream for 24 hours
// after it was disabled.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/change_log.h"
#include "streams/shard.h"

namespace tombola::streams {

// arn:aws:dynamodb:<region>:<account>:table/<table>/stream/<label>
struct StreamName {
  std::string table;
  std::string label;
};
// Throws ApiError::validation for text that is no stream's ARN.
StreamName parse_stream_arn(std::string_view arn);

// The stream that an ARN names, while it is readable. Throws ApiError: malformed, or
// "Requested resource not found: Stream: <arn> not found".
storage::StreamEntry find_stream(storage::Transaction& transaction, storage::Catalog& catalog,
                                 const dynamodb::Namespace& name_space, std::string_view arn,
                                 std::int64_t now_ms);

// Whether a stream still shows: it is enabled, or was disabled less than 24 hours ago.
bool is_readable(const storage::StreamEntry& stream, std::int64_t now_ms);

// The shard of that id, or "Requested resource not found: Shard: ... in stream: ... not found".
const Shard& require_shard(const std::vector<Shard>& shards, std::string_view id,
                           std::string_view stream_arn);

struct ShardPage {
  std::vector<storage::LoggedChange> records;
  // Where to go on; none once a closed shard is drained.
  std::optional<std::uint64_t> after_number;
};

// At most `count` records of the shard that follow `after` and are not older than 24 hours.
ShardPage read_shard(storage::Transaction& transaction, const storage::StreamEntry& stream,
                     const Shard& shard, std::uint64_t after, std::size_t count,
                     std::int64_t now_ms);

}  // namespace tombola::streams
