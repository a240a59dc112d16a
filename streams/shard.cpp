#include "streams/shard.h"

#include <charconv>

#include <fmt/format.h>

#include "storage/change_log.h"
#include "storage/key_encoding.h"

namespace tombola::streams {
namespace {

// AWS's sequence numbers have 21 digits at least. A leading 1 keeps the rest zero-padded.
constexpr std::string_view sequence_number_lead = "1";
constexpr int sequence_number_digits = 20;

std::string shard_id(const storage::Marker& opened, dynamodb::StreamId stream) {
  const std::uint64_t hash =
      storage::partition_hash(fmt::format("shard {} {}", stream, opened.number));
  return fmt::format("shardId-{:020}-{:08x}", opened.time_ms, hash & 0xffffffff);
}

}  // namespace

std::vector<Shard> list_shards(storage::Transaction& transaction,
                               const storage::StreamEntry& stream) {
  std::vector<Shard> shards;
  for (const storage::Marker& marker :
       storage::change_log::markers(transaction, stream.descriptor.id)) {
    if (marker.type == storage::MarkerType::Opened) {
      Shard shard;
      shard.id = shard_id(marker, stream.descriptor.id);
      shard.start_number = marker.number;
      shards.push_back(shard);
    } else if (!shards.empty()) {
      shards.back().end_number = marker.number;
    }
  }
  return shards;
}

std::string sequence_number_text(std::uint64_t number) {
  return fmt::format("{}{:020}", sequence_number_lead, number);
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
