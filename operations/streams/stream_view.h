// What the operations of the Streams API look at: a stream with its shards, in one snapshot. Shards
// that are due to roll over have done so.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "operations/operation_context.h"
#include "streams/stream_reader.h"

namespace tombola::operations {

struct StreamView {
  storage::Transaction& transaction;
  const storage::StreamEntry& stream;
  const streams::ShardList& list;
};

// Throws ApiError when `arn` names no readable stream of the caller's.
void read_stream(OperationContext& context, std::string_view arn, std::int64_t now_ms,
                 const std::function<void(const StreamView&)>& look);

struct StreamAndShards {
  storage::StreamEntry stream;
  streams::ShardList list;
};
StreamAndShards look_at_stream(OperationContext& context, std::string_view arn,
                               std::int64_t now_ms);

// TrimmedDataAccessException, in the words that were observed on AWS.
[[noreturn]] void throw_trimmed();

}  // namespace tombola::operations
