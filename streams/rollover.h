// How shards make way for others: every four hours by the service clock, an open shard is followed
// by one child; on demand the same at once, or one shard by two that halve its keys. Each is one
// marker; nothing that writes items knows of shards.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "streams/shard.h"

namespace tombola::streams {

// The first shards of a stream, each with an equal part of the keys.
storage::Marker opening_marker(dynamodb::StreamId stream, std::int64_t created_ms,
                               std::size_t shard_count);

// Rolls over what is due, once for each four hours that have passed, each time at its due moment.
// Idle shards roll as well. False: nothing was due. Throws EngineError.
bool roll_due_shards(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                     const storage::StreamEntry& stream, std::int64_t now_ms);
// The same for every stream there is.
void roll_all_due_shards(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                         std::int64_t now_ms);

// There is no such table, stream or shard, or it cannot be done with it; the text says why.
class ReshardRefused : public std::runtime_error {
 public:
  ReshardRefused(bool missing, const std::string& reason)
      : std::runtime_error(reason), not_found(missing) {}
  bool not_found;
};

struct Resharding {
  storage::TransactionRunner& transactions;
  storage::Catalog& catalog;
  storage::ServiceClock& clock;
  dynamodb::Namespace name_space;
  std::string_view table;
};
// Rolls over all open shards of the table's stream now; returns the new ones. Throws
// ReshardRefused.
std::vector<Shard> roll_shards(const Resharding& resharding);
// Splits an open shard; returns the two new ones. Throws ReshardRefused.
std::vector<Shard> split_shard(const Resharding& resharding, std::string_view shard_id);

}  // namespace tombola::streams
