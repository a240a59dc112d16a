#include "streams/shard.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "dynamodb/limits.h"

namespace tombola::streams {
namespace {

// AWS's sequence numbers have 21 digits at least. A leading 1 keeps the rest zero-padded.
constexpr std::string_view sequence_number_lead = "1";
constexpr std::size_t sequence_number_digits = 20;

// Ends `shard` right before the marker.
void close(Shard& shard, const storage::Marker& marker) {
  shard.end_number = marker.number - 1;
  shard.closed_ms = marker.created_ms;
}

void begin_shards(std::vector<Shard>& shards, const storage::Marker& marker) {
  const std::size_t before = shards.size();
  for (const storage::Marker::Beginning& beginning : marker.beginnings) {
    Shard shard;
    shard.key = {marker.created_ms, beginning.suffix};
    shard.id = shard_id(shard.key);
    shard.start_number = marker.number;
    shard.hashes = beginning.hashes;
    if (beginning.parent) {
      shard.parent_id = shard_id(*beginning.parent);
      const auto end = shards.begin() + static_cast<std::ptrdiff_t>(before);
      const auto parent = std::lower_bound(
          shards.begin(), end, *beginning.parent,
          [](const Shard& left, const storage::ShardKey& key) { return left.key < key; });
      if (parent != end && parent->key == *beginning.parent && parent->open()) {
        close(*parent, marker);
      }
    }
    shards.push_back(std::move(shard));
  }
}

}  // namespace

std::string shard_id(const storage::ShardKey& key) {
  return fmt::format("shardId-{:020}-{:08x}", key.created_ms, key.suffix);
}

ShardList list_shards(storage::Transaction& transaction, const storage::StreamEntry& stream,
                      std::int64_t now_ms) {
  ShardList list;
  for (const storage::Marker& marker :
       storage::stream_markers::read(transaction, stream.descriptor.id)) {
    list.last_marker = marker.number;
    list.last_marker_ms = marker.created_ms;
    if (marker.type == storage::MarkerType::Closed) {
      list.rolls_ms.reset();
      for (Shard& shard : list.shards) {
        if (shard.open()) {
          close(shard, marker);
        }
      }
      continue;
    }
    begin_shards(list.shards, marker);
    if (marker.type != storage::MarkerType::Split) {
      list.rolls_ms = marker.created_ms + limits::shard_lifetime_ms;
    }
  }
  for (Shard& shard : list.shards) {
    shard.as_of = list.last_marker;
  }
  std::erase_if(list.shards, [now_ms](const Shard& shard) {
    return !shard.open() && shard.closed_ms + limits::stream_retention_ms <= now_ms;
  });
  list.first_kept_marker = list.shards.empty() ? list.last_marker : list.shards[0].start_number;
  return list;
}

Shard as_of_now(storage::Transaction& transaction, const storage::StreamEntry& stream,
                const Shard& shard) {
  const auto last = storage::stream_markers::last_number(transaction, stream.descriptor.id);
  if (!shard.open() || shard.as_of == last) {
    return shard;
  }
  constexpr std::int64_t when_nothing_was_trimmed_ms = 0;
  const ShardList list = list_shards(transaction, stream, when_nothing_was_trimmed_ms);
  if (const Shard* found = list.find(shard.id)) {
    return *found;
  }
  // Its markers are trimmed, and so are its changes.
  Shard trimmed = shard;
  trimmed.end_number = shard.start_number;
  return trimmed;
}

const Shard* ShardList::find(std::string_view id) const {
  const auto found = std::find_if(shards.begin(), shards.end(),
                                  [id](const Shard& shard) { return shard.id == id; });
  return found == shards.end() ? nullptr : &*found;
}

std::string sequence_number_text(std::uint64_t number) {
  std::string text;
  append_sequence_number(text, number);
  return text;
}

void append_sequence_number(std::string& out, std::uint64_t number) {
  const fmt::format_int digits(number);
  out.append(sequence_number_lead);
  out.append(sequence_number_digits - digits.size(), '0');
  out.append(digits.data(), digits.size());
}

std::optional<std::uint64_t> parse_sequence_number(std::string_view text) {
  if (text.size() != sequence_number_lead.size() + sequence_number_digits ||
      !text.starts_with(sequence_number_lead)) {
    return std::nullopt;
  }
  text.remove_prefix(sequence_number_lead.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

}  // namespace tombola::streams
