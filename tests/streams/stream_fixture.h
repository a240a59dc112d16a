// A table T with a stream over the memory engine, its clock frozen; items are changed as the
// operations change them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/engine/engine.h"
#include "storage/transaction_runner.h"
#include "streams/rollover.h"
#include "streams/shard.h"
#include "streams/stream_reader.h"

namespace tombola::streams::testing {

class StreamFixture {
 public:
  // 2026-01-02T03:04:05.678Z
  static constexpr std::int64_t start_ms = 1'767'323'045'678;

  explicit StreamFixture(std::size_t shards = 1);

  // Writes an item {"id": id, "value": value}.
  void put(const std::string& id, const std::string& value = "v");
  void disable_stream();

  void roll_due() { roll_all_due_shards(transactions, catalog, clock.now_ms()); }
  std::vector<Shard> roll() { return roll_shards(resharding()); }
  std::vector<Shard> split(const std::string& id) { return split_shard(resharding(), id); }
  Resharding resharding() { return {transactions, catalog, clock, {}, "T"}; }

  storage::StreamEntry stream();
  std::vector<Shard> shards();
  std::vector<Shard> open_shards();
  ShardPage read(const Shard& shard, std::uint64_t after = 0, std::size_t count = 1000);
  // "id=value" of each record, page after page until there is no more for now.
  std::vector<std::string> changes(const Shard& shard);
  std::size_t marker_count();
  std::uint64_t trimmed_up_to();

  storage::ServiceClock clock{storage::ServiceClock::State{true, start_ms}};
  std::unique_ptr<storage::Engine> engine =
      storage::open_memory_engine({[this] { return clock.now_ms(); }});
  storage::TransactionRunner transactions{*engine};
  storage::Catalog catalog;
};

std::vector<std::string> ids_of(const std::vector<Shard>& shards);

}  // namespace tombola::streams::testing
