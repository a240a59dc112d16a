#include "streams/rollover.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/key_encoding.h"

namespace tombola::streams {
namespace {

using storage::HashRange;
using storage::Marker;
using storage::MarkerType;

// Shards that were closed before the last day's are not listed any more, so after a long time only
// the last ones are made up for.
constexpr std::int64_t rolls_listed_max =
    limits::stream_retention_ms / limits::shard_lifetime_ms + 1;

// Shards of one marker follow each other in the order of their suffixes.
std::uint32_t first_suffix(dynamodb::StreamId stream, std::int64_t created_ms) {
  static_assert(limits::open_shards_max <= 256);
  const std::uint64_t hash =
      storage::partition_hash(fmt::format("shards {} {}", stream, created_ms));
  return static_cast<std::uint32_t>(hash) & 0xffffff00;
}

Marker marker_of(MarkerType type, dynamodb::StreamId stream, std::int64_t created_ms,
                 std::vector<Marker::Beginning> beginnings) {
  Marker marker{0, type, created_ms, std::move(beginnings)};
  std::uint32_t suffix = first_suffix(stream, created_ms);
  for (Marker::Beginning& shard : marker.beginnings) {
    shard.suffix = suffix++;
  }
  return marker;
}

// What stands open, as parents of what follows.
struct OpenShards {
  std::vector<Marker::Beginning> shards;
  std::int64_t created_ms = 0;  // of the last marker
};

OpenShards open_shards(const ShardList& list) {
  OpenShards open;
  open.created_ms = list.last_marker_ms;
  for (const Shard& shard : list.shards) {
    if (shard.open()) {
      open.shards.push_back({0, shard.key, shard.hashes});
    }
  }
  return open;
}

// Each open shard is followed by one child, created then or, if there is a later marker already,
// right after that.
void append_roll(storage::WriteTransaction& transaction, dynamodb::StreamId stream,
                 OpenShards& open, std::int64_t due_ms) {
  open.created_ms = std::max(due_ms, open.created_ms + 1);
  const Marker marker = marker_of(MarkerType::Rolled, stream, open.created_ms, open.shards);
  storage::stream_markers::append(transaction, stream, marker);
  for (std::size_t i = 0; i < open.shards.size(); ++i) {
    open.shards[i].parent = storage::ShardKey{marker.created_ms, marker.beginnings[i].suffix};
  }
}

// Runs `change` on the open stream of the table, as a change of the table: one follows the other.
// Returns the shards that began with it.
using Change = std::function<void(storage::WriteTransaction&, const storage::StreamEntry&,
                                  const ShardList&, std::int64_t now_ms)>;
std::vector<Shard> reshard(const Resharding& resharding, const Change& change) {
  storage::StreamEntry stream;
  std::int64_t now_ms = 0;
  const auto receipt = resharding.transactions.change_catalog([&](storage::WriteTransaction&
                                                                      transaction) {
    const auto table = resharding.catalog.find_for_update(transaction.bytes(),
                                                          resharding.name_space, resharding.table);
    if (!table || !table->stream_enabled()) {
      throw ReshardRefused(
          true, fmt::format("there is no table {} with an enabled stream", resharding.table));
    }
    stream = {table->name_space, table->name, table->hash_key, table->range_key, *table->stream};
    now_ms = resharding.clock.now_ms();
    change(transaction, stream, list_shards(transaction.bytes(), stream, now_ms), now_ms);
    resharding.catalog.put(transaction.bytes(), *table);
  });
  ShardList list;
  resharding.transactions.read(
      [&](storage::Transaction& transaction) { list = list_shards(transaction, stream, now_ms); });
  std::erase_if(list.shards,
                [&](const Shard& shard) { return shard.start_number != receipt.last_number; });
  return std::move(list.shards);
}

}  // namespace

Marker opening_marker(dynamodb::StreamId stream, std::int64_t created_ms, std::size_t shard_count) {
  const std::uint64_t width = UINT64_MAX / shard_count + (shard_count == 1 ? 0 : 1);
  std::vector<Marker::Beginning> shards;
  for (std::size_t i = 0; i < shard_count; ++i) {
    const bool is_last = i + 1 == shard_count;
    shards.push_back({0, std::nullopt, {i * width, is_last ? UINT64_MAX : (i + 1) * width - 1}});
  }
  return marker_of(MarkerType::Opened, stream, created_ms, std::move(shards));
}

bool roll_due_shards(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                     const storage::StreamEntry& stream, std::int64_t now_ms) {
  const auto is_due = [now_ms](const ShardList& list) {
    return list.rolls_ms && *list.rolls_ms <= now_ms;
  };
  bool due = false;
  transactions.read([&](storage::Transaction& transaction) {
    due = is_due(list_shards(transaction, stream, now_ms));
  });
  if (!due) {
    return false;
  }
  transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto table =
        catalog.find_for_update(transaction.bytes(), stream.name_space, stream.table);
    const ShardList list = list_shards(transaction.bytes(), stream, now_ms);
    due = table && is_due(list);
    if (!due) {
      return;  // somebody else did it, or closed the stream
    }
    OpenShards open = open_shards(list);
    std::int64_t due_ms = *list.rolls_ms;
    const std::int64_t rolls = (now_ms - due_ms) / limits::shard_lifetime_ms + 1;
    due_ms += std::max<std::int64_t>(0, rolls - rolls_listed_max) * limits::shard_lifetime_ms;
    for (; due_ms <= now_ms; due_ms += limits::shard_lifetime_ms) {
      append_roll(transaction, stream.descriptor.id, open, due_ms);
    }
    catalog.put(transaction.bytes(), *table);
  });
  return due;
}

void roll_all_due_shards(storage::TransactionRunner& transactions, storage::Catalog& catalog,
                         std::int64_t now_ms) {
  std::vector<storage::StreamEntry> streams;
  transactions.read(
      [&](storage::Transaction& transaction) { streams = catalog.all_streams(transaction); });
  for (const storage::StreamEntry& stream : streams) {
    roll_due_shards(transactions, catalog, stream, now_ms);
  }
}

std::vector<Shard> roll_shards(const Resharding& resharding) {
  return reshard(resharding,
                 [](storage::WriteTransaction& transaction, const storage::StreamEntry& stream,
                    const ShardList& list, std::int64_t now_ms) {
                   OpenShards open = open_shards(list);
                   append_roll(transaction, stream.descriptor.id, open, now_ms);
                 });
}

std::vector<Shard> split_shard(const Resharding& resharding, std::string_view shard_id) {
  return reshard(resharding, [shard_id](storage::WriteTransaction& transaction,
                                        const storage::StreamEntry& stream, const ShardList& list,
                                        std::int64_t now_ms) {
    const Shard* shard = list.find(shard_id);
    if (shard == nullptr) {
      throw ReshardRefused(true, fmt::format("the stream has no shard {}", shard_id));
    }
    if (!shard->open()) {
      throw ReshardRefused(false, fmt::format("shard {} is closed", shard_id));
    }
    if (open_shards(list).shards.size() >= limits::open_shards_max) {
      throw ReshardRefused(false, fmt::format("the stream has {} open shards, no more are possible",
                                              limits::open_shards_max));
    }
    const auto [first, last] = shard->hashes;
    const std::uint64_t middle = first + (last - first) / 2;
    if (middle == last) {
      throw ReshardRefused(false, fmt::format("shard {} is too narrow to split", shard_id));
    }
    const Marker marker = marker_of(
        MarkerType::Split, stream.descriptor.id, std::max(now_ms, list.last_marker_ms + 1),
        {{0, shard->key, {first, middle}}, {0, shard->key, {middle + 1, last}}});
    storage::stream_markers::append(transaction, stream.descriptor.id, marker);
  });
}

}  // namespace tombola::streams
