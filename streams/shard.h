// Shards of a stream: views of its change log, each an interval of sequence numbers. Boundaries
// come from the stream's markers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/catalog.h"
#include "storage/engine/engine.h"

namespace tombola::streams {

struct Shard {
  std::string id;         // shardId-<20 digits of its creation in ms>-<8 hex digits>
  std::string parent_id;  // empty: none
  std::uint64_t start_number = 0;
  // Set once the shard is closed: no record will follow.
  std::optional<std::uint64_t> end_number;
};

// In the order of creation, which is the order of their ids.
std::vector<Shard> list_shards(storage::Transaction& transaction,
                               const storage::StreamEntry& stream);

// 21 digits without a leading zero, so that the order of texts is the order of numbers.
std::string sequence_number_text(std::uint64_t number);
// Nothing for a text that names no number of ours.
std::optional<std::uint64_t> parse_sequence_number(std::string_view text);

}  // namespace tombola::streams
