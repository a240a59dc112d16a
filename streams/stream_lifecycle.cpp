#include "streams/stream_lifecycle.h"

#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "storage/change_log.h"

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
                   dynamodb::StreamViewType view_type) {
  dynamodb::StreamDescriptor stream;
  stream.id = storage::Catalog::next_id(transaction.bytes());
  stream.view_type = view_type;
  // A clock that was turned back must not make a label that the table has had before.
  do {
    stream.created_ms = clock.unique_ms();
    stream.label = stream_label(stream.created_ms);
  } while (catalog.find_stream(transaction.bytes(), table.name_space, table.name, stream.label));
  table.stream = stream;
  catalog.put_stream(transaction.bytes(), entry_of(table));
  storage::change_log::append_marker(transaction, stream.id, storage::MarkerType::Opened);
}

void disable_stream(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                    storage::ServiceClock& clock, dynamodb::TableDefinition& table) {
  table.stream->disabled_ms = clock.now_ms();
  catalog.put_stream(transaction.bytes(), entry_of(table));
  storage::change_log::append_marker(transaction, table.stream->id, storage::MarkerType::Closed);
}

void settle_stream_later(storage::WriteTransaction& transaction, storage::Catalog& catalog,
                         dynamodb::TableDefinition& table, std::int64_t until_ms) {
  table.stream->settles_ms = until_ms;
  catalog.put_stream(transaction.bytes(), entry_of(table));
}

}  // namespace tombola::streams
