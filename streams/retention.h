// What is kept of a stream: records for 24 hours by the service clock, fewer when the logs are
// bounded in size; markers as long as a shard that they tell of is listed; all of it until 24 hours
// after the stream was disabled.
//
// Readers judge a record's age by the clock themselves (stream_reader.h), so it does not matter
// when this is done; what it does is make room. Each step is a transaction of its own. All calls
// throw EngineError.
#pragma once

#include <cstdint>

#include "storage/catalog.h"
#include "storage/transaction_runner.h"

namespace tombola::streams {

// Removes what is too old, of every stream.
void trim_by_age(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                 std::int64_t now_ms);

// Bytes that the records of all streams take, about.
std::uint64_t logs_size_bytes(storage::TransactionRunner& transactions, storage::Catalog& catalog);
// Removes records, the oldest of all streams first, until they take no more than that; returns what
// they take then.
std::uint64_t trim_by_size(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                           std::uint64_t bytes_max);

// When shards are next to be rolled over, and something to be removed for its age; INT64_MAX:
// never.
struct NextDue {
  std::int64_t rolls_ms = INT64_MAX;
  std::int64_t trims_ms = INT64_MAX;
};
NextDue next_due(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                 std::int64_t now_ms);

}  // namespace tombola::streams
