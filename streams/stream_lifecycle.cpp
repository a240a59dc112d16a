#include "streams/stream_lifecycle.h"

#include <algorithm>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "streams/rollover.h"

namespace tombola::streams {
namespace {

storage::StreamEntry entry_of(const dynamodb::TableDefinition& table) {
  return {table.name_space, table.name, table.hash_key, table.range_key, *table.stream};
}

}  // namespace

std::string stream_label(std::int64_t time_ms) {
  const auto seconds = static_cast<std::time_t>(time_ms / 1000);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}", fmt::gmtime(seconds), time_ms % 1000);
}

void enable_stream(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                   storage::ServiceClock& clock, dynamodb::TableDefinition& table,
                   const NewStream& wanted) {
  dynamodb::StreamDescriptor stream;
  stream.id = storage::Catalog::next_id(transaction.bytes());
  stream.view_type = wanted.view_type;
  // A clock that was turned back must not make a label that the table has had before.
  do {
    stream.created_ms = clock.unique_ms();
    stream.label = stream_label(stream.created_ms);
  } while (catalog.find_stream(transaction.bytes(), table.name_space, table.name, stream.label));
  table.stream = stream;
  catalog.put_stream(transaction.bytes(), entry_of(table));
  storage::stream_markers::append(transaction, stream.id,
                                  opening_marker(stream.id, stream.created_ms, wanted.shards));
}

void disable_stream(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                    storage::ServiceClock& clock, dynamodb::TableDefinition& table) {
  const std::int64_t now_ms = clock.now_ms();
  table.stream->disabled_ms = now_ms;
  const storage::StreamEntry entry = entry_of(table);
  catalog.put_stream(transaction.bytes(), entry);
  const ShardList list = list_shards(transaction.bytes(), entry, now_ms);
  storage::stream_markers::append(
      transaction, table.stream->id,
      {0, storage::MarkerType::Closed, std::max(now_ms, list.last_marker_ms + 1), {}});
}

void settle_stream_later(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                         dynamodb::TableDefinition& table, std::int64_t until_ms) {
  table.stream->settles_ms = until_ms;
  catalog.put_stream(transaction.bytes(), entry_of(table));
}

}  // namespace tombola::streams
