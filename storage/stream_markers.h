// The markers of a stream: where it was opened, where shards made way for others, where it was
// closed. A short log beside the changes, numbered by the same counter, so that a boundary between
// shards is a sequence number.
//
// A marker names each shard that begins at it, in full; so markers that nobody needs any more can
// be trimmed without a loss to the rest.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/transaction_runner.h"

namespace tombola::storage {

// Of partition keys' hashes (key_encoding.h), both ends included.
struct HashRange {
  std::uint64_t first = 0;
  std::uint64_t last = UINT64_MAX;

  bool contains(std::uint64_t hash) const { return hash >= first && hash <= last; }
  bool is_full() const { return first == 0 && last == UINT64_MAX; }
  bool operator==(const HashRange&) const = default;
};

// What tells a shard from the others of its stream; in the order of creation.
struct ShardKey {
  std::int64_t created_ms = 0;
  std::uint32_t suffix = 0;
  auto operator<=>(const ShardKey&) const = default;
};

enum class MarkerType : char {
  Opened = 'o',  // the stream begins
  Rolled = 'r',  // each open shard is followed by one child
  Split = 's',   // one shard is followed by two
  Closed = 'c',  // the stream ends
};

struct Marker {
  // A shard that begins at this marker; its parent ends there.
  struct Beginning {
    std::uint32_t suffix = 0;
    std::optional<ShardKey> parent;
    HashRange hashes;
    bool operator==(const Beginning&) const = default;
  };

  std::uint64_t number = 0;  // given at the commit
  MarkerType type = MarkerType::Opened;
  // Ascends from marker to marker, whatever the clock does: the time in its shards' ids.
  std::int64_t created_ms = 0;
  std::vector<Beginning> beginnings;
};

namespace stream_markers {

// Whoever appends one also writes the table's definition, which every item write holds for share,
// in the same transaction: one such change follows the other, and no change carries a number behind
// the one that closed its stream.
void append(WriteTransaction& transaction, dynamodb::StreamId stream, const Marker& marker);
std::vector<Marker> read(Transaction& transaction, dynamodb::StreamId stream);
// The last one's; 0 when there is none.
std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream);

}  // namespace stream_markers
}  // namespace tombola::storage
