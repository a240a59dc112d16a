// The append-only log of what happened to a streamed table's items. It belongs to one incarnation
// of a stream; shards are views of it (streams/), between the stream's markers (stream_markers.h).
// Both images are kept in full.
//
// Records are kept for 24 hours, and fewer when their bytes are bounded; how far they are gone is
// stored beside the log, so that a reader behind that point is told so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dynamodb/model/change_record.h"
#include "storage/stream_markers.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

struct LoggedChange {
  std::uint64_t number = 0;
  std::int64_t time_ms = 0;
  std::string bytes;  // whole, as encode() makes them

  // Of these bytes. Throws std::runtime_error on what encode() did not make.
  dynamodb::ChangeRecord record() const;
};

namespace change_log {

void append(WriteTransaction& transaction, dynamodb::StreamId stream,
            const dynamodb::ChangeRecord& record);

struct Changes {
  std::vector<LoggedChange> records;
  std::uint64_t up_to = 0;  // so far everything was looked at
  bool complete = true;     // false: there are more
};
// Of the next `limit.rows` changes behind `after`, about `limit.bytes` of them, those whose keys
// are in the range.
Changes read(Transaction& transaction, dynamodb::StreamId stream, std::uint64_t after,
             const HashRange& hashes, ReadLimit limit);
// Number of the last change there is; 0 for none.
std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream);
// Of the last change that is there and was made before that time; 0 for none.
std::uint64_t last_number_before(Transaction& transaction, dynamodb::StreamId stream,
                                 std::int64_t time_ms);

// Removes the changes up to that number; takes the trim point for update.
void trim(WriteTransaction& transaction, dynamodb::StreamId stream, std::uint64_t up_to);
// So far changes were removed; 0 for none.
std::uint64_t trimmed_up_to(Transaction& transaction, dynamodb::StreamId stream);

std::string encode(const dynamodb::ChangeRecord& record);
// Views of the bytes. Throws std::runtime_error on what encode() did not make.
dynamodb::ChangeRecord decode(std::string_view bytes);

}  // namespace change_log
}  // namespace tombola::storage
