// A marker's bytes, integers big-endian:
//
//   version:1 = 2 | type:1 | created in ms:8 | for each shard that begins: suffix:8 |
//   parent created in ms:8 | parent's suffix:8 (both all ones: none) | first hash:8 | last hash:8
//
// Version 1 was version:1 = 1 | type:1, 'o' or 'c', at a time when a stream had one shard: created
// when its marker was, its suffix the hash of stream and number.
#include "storage/stream_markers.h"

#include <stdexcept>

#include <fmt/format.h>

#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::storage::stream_markers {
namespace {

using layout::append_big_endian;
using layout::read_big_endian;

constexpr char version = 2;
constexpr std::size_t header_size_bytes = 2 + 8;
constexpr std::size_t beginning_size_bytes = 5 * 8;
constexpr std::uint64_t none = UINT64_MAX;
// Read at once; a page's end is no marker's end.
constexpr std::size_t markers_page = 1000;

std::string encode(const Marker& marker) {
  std::string bytes{version, static_cast<char>(marker.type)};
  append_big_endian(bytes, static_cast<std::uint64_t>(marker.created_ms));
  for (const Marker::Beginning& shard : marker.beginnings) {
    append_big_endian(bytes, shard.suffix);
    append_big_endian(bytes,
                      shard.parent ? static_cast<std::uint64_t>(shard.parent->created_ms) : none);
    append_big_endian(bytes, shard.parent ? shard.parent->suffix : none);
    append_big_endian(bytes, shard.hashes.first);
    append_big_endian(bytes, shard.hashes.last);
  }
  return bytes;
}

Marker::Beginning decode_beginning(std::string_view bytes) {
  Marker::Beginning shard;
  shard.suffix = static_cast<std::uint32_t>(read_big_endian(bytes));
  const std::uint64_t parent_created = read_big_endian(bytes.substr(8));
  if (parent_created != none) {
    shard.parent = ShardKey{static_cast<std::int64_t>(parent_created),
                            static_cast<std::uint32_t>(read_big_endian(bytes.substr(16)))};
  }
  shard.hashes = {read_big_endian(bytes.substr(24)), read_big_endian(bytes.substr(32))};
  return shard;
}

// As this build would have written it.
Marker from_version_1(const LogRecord& record, dynamodb::StreamId stream) {
  Marker marker{record.number, MarkerType{record.bytes[1]}, record.time_ms, {}};
  if (marker.type == MarkerType::Opened) {
    const std::uint64_t hash = partition_hash(fmt::format("shard {} {}", stream, record.number));
    marker.beginnings.push_back({static_cast<std::uint32_t>(hash), std::nullopt, {}});
  }
  return marker;
}

Marker decode(const LogRecord& record, dynamodb::StreamId stream) {
  std::string_view bytes = record.bytes;
  if (bytes.size() == 2 && bytes[0] == 1) {
    return from_version_1(record, stream);
  }
  if (bytes.size() < header_size_bytes || bytes[0] != version ||
      (bytes.size() - header_size_bytes) % beginning_size_bytes != 0) {
    throw std::runtime_error("a stream marker has an unknown format");
  }
  Marker marker{record.number,
                MarkerType{bytes[1]},
                static_cast<std::int64_t>(read_big_endian(bytes.substr(2))),
                {}};
  for (bytes.remove_prefix(header_size_bytes); !bytes.empty();
       bytes.remove_prefix(beginning_size_bytes)) {
    marker.beginnings.push_back(decode_beginning(bytes));
  }
  return marker;
}

}  // namespace

void append(WriteTransaction& transaction, dynamodb::StreamId stream, const Marker& marker) {
  transaction.bytes().append(layout::marker_log(stream), encode(marker));
}

std::vector<Marker> read(Transaction& transaction, dynamodb::StreamId stream) {
  std::vector<Marker> markers;
  for (bool more = true; more;) {
    const std::uint64_t after = markers.empty() ? 0 : markers.back().number;
    const LogPage page =
        transaction.read_log(layout::marker_log(stream), after, ReadLimit{markers_page, SIZE_MAX});
    for (const LogRecord& record : page.records) {
      markers.push_back(decode(record, stream));
    }
    more = !page.complete;
  }
  return markers;
}

std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream) {
  const auto last = transaction.last_log_record(layout::marker_log(stream));
  return last ? last->number : 0;
}

}  // namespace tombola::storage::stream_markers
