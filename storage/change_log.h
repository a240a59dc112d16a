// The append-only log of what happened to a streamed table's items. It belongs to one incarnation
// of a stream; shards are views of it (streams/). Both images are kept in full.
//
// Beside the changes each stream has a short log of markers, numbered by the same counter: where
// the stream was opened, and where a shard boundary or the stream's end lies. Whoever writes a
// marker also changes the table's definition, which every item write holds for share; so no change
// can carry a number on the wrong side of a marker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/change_record.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

struct LoggedChange {
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  dynamodb::ChangeRecord record;
};

enum class MarkerType : char { Opened = 'o', Closed = 'c' };

struct Marker {
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  MarkerType type = MarkerType::Opened;
};

namespace change_log {

void append(WriteTransaction& transaction, dynamodb::StreamId stream,
            const dynamodb::ChangeRecord& record);
void append_marker(WriteTransaction& transaction, dynamodb::StreamId stream, MarkerType type);

struct Changes {
  std::vector<LoggedChange> records;
  bool complete = true;  // false: there are more
};
// Changes numbered above `after`, at most `count` of them and about `bytes_max` bytes.
Changes read(Transaction& transaction, dynamodb::StreamId stream, std::uint64_t after,
             std::size_t count, std::size_t bytes_max);
// Number of the last change there is; 0 for none.
std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream);
std::vector<Marker> markers(Transaction& transaction, dynamodb::StreamId stream);

std::string encode(const dynamodb::ChangeRecord& record);
dynamodb::ChangeRecord decode(std::string_view bytes);

}  // namespace change_log
}  // namespace tombola::storage
