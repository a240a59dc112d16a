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

// The shard of that id, or "Requested resource not found: Shard does not exist" (observed on AWS).
const Shard& require_shard(const ShardList& list, std::string_view id);

struct ShardRead {
  std::uint64_t after = 0;  // 0: from the oldest record there is
  std::size_t count = 0;    // at most
  std::int64_t now_ms = 0;  // service clock
};

struct ShardPage {
  std::vector<storage::LoggedChange> records;
  // Where to go on; none once a closed shard is drained.
  std::optional<std::uint64_t> after_number;
  // The stream's records up to here are trimmed. A reader that had not got so far misses some.
  std::uint64_t trimmed_up_to = 0;
};

// Records of the shard that are not older than 24 hours, of at most 1 MB as the stream's view shows
// them. A page may be empty though there is more, when very many changes belong to other shards.
ShardPage read_shard(storage::Transaction& transaction, const storage::StreamEntry& stream,
                     const Shard& shard, const ShardRead& read);

}  // namespace tombola::streams
