// Shards of a stream: views of its change log, each an interval of sequence numbers times a range
// of partition keys' hashes. The stream's markers say where they begin and end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/stream_markers.h"

namespace tombola::streams {

struct Shard {
  storage::ShardKey key;
  std::string id;                  // shardId-<20 digits of its creation in ms>-<8 hex digits>
  std::string parent_id;           // empty: none. The parent may be trimmed already
  std::uint64_t start_number = 0;  // its changes have higher numbers
  // Set once the shard is closed: no record with a higher number is its own.
  std::optional<std::uint64_t> end_number;
  std::int64_t closed_ms = 0;  // once it is
  storage::HashRange hashes;
  std::uint64_t as_of = 0;  // the stream's last marker when this was listed

  bool open() const { return !end_number; }
};

struct ShardList {
  std::vector<Shard> shards;  // in the order of creation, which is the order of their ids
  // When the open shards roll over: limits::shard_lifetime_ms after they were opened or rolled.
  // None: the stream is closed.
  std::optional<std::int64_t> rolls_ms;
  std::uint64_t last_marker = 0;        // its number
  std::int64_t last_marker_ms = 0;      // its created_ms
  std::uint64_t first_kept_marker = 0;  // those before it tell of no shard that is listed

  // Null: there is none of that id.
  const Shard* find(std::string_view id) const;
};

// Those that are not trimmed: open, or closed less than 24 hours ago.
ShardList list_shards(storage::Transaction& transaction, const storage::StreamEntry& stream,
                      std::int64_t now_ms);

// The shard in this transaction's snapshot: it may have been closed since it was listed. Cheap when
// it was not.
Shard as_of_now(storage::Transaction& transaction, const storage::StreamEntry& stream,
                const Shard& shard);

std::string shard_id(const storage::ShardKey& key);

// 21 digits without a leading zero, so that the order of texts is the order of numbers.
std::string sequence_number_text(std::uint64_t number);
void append_sequence_number(std::string& out, std::uint64_t number);
// Nothing for a text that names no number of ours.
std::optional<std::uint64_t> parse_sequence_number(std::string_view text);

}  // namespace tombola::streams
