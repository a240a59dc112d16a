#include "operations/streams/stream_view.h"

#include <optional>

#include "dynamodb/api_error.h"
#include "streams/rollover.h"

namespace tombola::operations {

void read_stream(OperationContext& context, std::string_view arn, std::int64_t now_ms,
                 const std::function<void(const StreamView&)>& look) {
  std::optional<storage::StreamEntry> rolls;
  const auto read = [&](storage::Transaction& transaction) {
    const storage::StreamEntry stream =
        streams::find_stream(transaction, context.catalog, context.name_space, arn, now_ms);
    const streams::ShardList list = streams::list_shards(transaction, stream, now_ms);
    if (!rolls && list.rolls_ms && *list.rolls_ms <= now_ms) {
      rolls = stream;
      return;
    }
    look({transaction, stream, list});
  };
  context.transactions.read(read);
  // The clock says so before anybody has done it.
  if (rolls) {
    streams::roll_due_shards(context.transactions, context.catalog, *rolls, now_ms);
    context.transactions.read(read);
  }
}

StreamAndShards look_at_stream(OperationContext& context, std::string_view arn,
                               std::int64_t now_ms) {
  std::optional<StreamAndShards> found;
  read_stream(context, arn, now_ms, [&](const StreamView& view) {
    found = StreamAndShards{view.stream, view.list};
  });
  return *std::move(found);
}

void throw_trimmed() {
  throw dynamodb::ApiError::trimmed_data_access(
      "The data you are trying to access has been trimmed");
}

}  // namespace tombola::operations
