// A change's bytes, integers little-endian:
//
//   version:1 = 2 | type:1 'I' 'M' 'R' | flags:1, bit 0 by time to live |
//   sizes of keys, new image, old image: 3 * 4 | lengths of their JSON: 3 * 4 |
//   hash of the partition key:8 | the three JSON texts
//
// Version 1 had no hash: it is from the time when each stream had one shard, so nobody asks for it.
#include "storage/change_log.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "storage/layout.h"

namespace tombola::storage::change_log {
namespace {

using dynamodb::ChangeRecord;
using dynamodb::ChangeType;

constexpr char version = 2;
constexpr char version_without_hash = 1;
constexpr std::size_t hash_at = 3 + 6 * 4;
constexpr std::size_t header_size_bytes = hash_at + 8;

char letter_of(ChangeType type) {
  switch (type) {
    case ChangeType::Insert:
      return 'I';
    case ChangeType::Modify:
      return 'M';
    case ChangeType::Remove:
      return 'R';
  }
  throw std::logic_error("unknown change type");
}

ChangeType type_of(char letter) {
  switch (letter) {
    case 'I':
      return ChangeType::Insert;
    case 'M':
      return ChangeType::Modify;
    case 'R':
      return ChangeType::Remove;
    default:
      throw std::runtime_error("a change record has an unknown type");
  }
}

void append_u32(std::string& out, std::size_t value) {
  const auto narrow = static_cast<std::uint32_t>(value);
  char bytes[sizeof narrow];
  std::memcpy(bytes, &narrow, sizeof narrow);
  out.append(bytes, sizeof narrow);
}

template <typename Integer>
Integer read_integer(std::string_view bytes, std::size_t at) {
  Integer value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
  return read_integer<std::uint32_t>(bytes, at);
}

std::size_t header_size(std::string_view bytes) {
  const std::size_t size =
      !bytes.empty() && bytes[0] == version_without_hash ? hash_at : header_size_bytes;
  if (bytes.size() < size || (bytes[0] != version && bytes[0] != version_without_hash)) {
    throw std::runtime_error("a change record has an unknown format");
  }
  return size;
}

bool is_in(const HashRange& hashes, std::string_view bytes) {
  return hashes.is_full() || (header_size(bytes) == header_size_bytes &&
                              hashes.contains(read_integer<std::uint64_t>(bytes, hash_at)));
}

}  // namespace

std::string encode(const ChangeRecord& record) {
  std::string out;
  out.reserve(header_size_bytes + record.keys_json.size() + record.new_image_json.size() +
              record.old_image_json.size());
  out.push_back(version);
  out.push_back(letter_of(record.type));
  out.push_back(record.by_time_to_live ? 1 : 0);
  append_u32(out, record.keys_size_bytes);
  append_u32(out, record.new_image_size_bytes);
  append_u32(out, record.old_image_size_bytes);
  append_u32(out, record.keys_json.size());
  append_u32(out, record.new_image_json.size());
  append_u32(out, record.old_image_json.size());
  out.append(reinterpret_cast<const char*>(&record.partition_hash), sizeof record.partition_hash);
  out.append(record.keys_json);
  out.append(record.new_image_json);
  out.append(record.old_image_json);
  return out;
}

ChangeRecord decode(std::string_view bytes) {
  const std::size_t header = header_size(bytes);
  ChangeRecord record;
  record.type = type_of(bytes[1]);
  record.by_time_to_live = (bytes[2] & 1) != 0;
  record.keys_size_bytes = read_u32(bytes, 3);
  record.new_image_size_bytes = read_u32(bytes, 7);
  record.old_image_size_bytes = read_u32(bytes, 11);
  const std::size_t keys_length = read_u32(bytes, 15);
  const std::size_t new_length = read_u32(bytes, 19);
  const std::size_t old_length = read_u32(bytes, 23);
  if (header == header_size_bytes) {
    record.partition_hash = read_integer<std::uint64_t>(bytes, hash_at);
  }
  const std::string_view texts = bytes.substr(header);
  if (texts.size() != keys_length + new_length + old_length) {
    throw std::runtime_error("a change record is cut short");
  }
  record.keys_json = texts.substr(0, keys_length);
  record.new_image_json = texts.substr(keys_length, new_length);
  record.old_image_json = texts.substr(keys_length + new_length);
  return record;
}

void append(WriteTransaction& transaction, dynamodb::StreamId stream, const ChangeRecord& record) {
  std::string bytes = encode(record);
  transaction.touch_stream(stream, bytes.size());
  transaction.bytes().append(layout::change_log(stream), std::move(bytes));
}

Changes read(Transaction& transaction, dynamodb::StreamId stream, std::uint64_t after,
             const HashRange& hashes, ReadLimit limit) {
  LogPage page = transaction.read_log(layout::change_log(stream), after, limit);
  Changes changes;
  changes.up_to = page.records.empty() ? after : page.records.back().number;
  changes.complete = page.complete;
  changes.records.reserve(page.records.size());
  for (LogRecord& record : page.records) {
    if (is_in(hashes, record.bytes)) {
      changes.records.push_back({record.number, record.time_ms, std::move(record.bytes)});
    }
  }
  return changes;
}

std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream) {
  const auto last = transaction.last_log_record(layout::change_log(stream));
  return last ? last->number : 0;
}

// Times ascend with the numbers, so halving the numbers finds the place.
std::uint64_t last_number_before(Transaction& transaction, dynamodb::StreamId stream,
                                 std::int64_t time_ms) {
  const LogId log = layout::change_log(stream);
  const auto first = transaction.first_log_record(log);
  const auto last = transaction.last_log_record(log);
  if (!first || first->time_ms >= time_ms) {
    return 0;
  }
  std::uint64_t before = first->number;  // is of an earlier change
  std::uint64_t end = last->number + 1;  // nothing there and beyond is
  while (before + 1 < end) {
    const std::uint64_t middle = before + (end - before) / 2;
    const LogPage page = transaction.read_log(log, middle - 1, ReadLimit{1, SIZE_MAX});
    if (!page.records.empty() && page.records[0].time_ms < time_ms) {
      before = page.records[0].number;
    } else {
      end = middle;
    }
  }
  return before;
}

void trim(WriteTransaction& transaction, dynamodb::StreamId stream, std::uint64_t up_to) {
  const std::string key = layout::trim_point_key(stream);
  const auto before = transaction.bytes().get_for_update(key);
  if (before && layout::read_big_endian(*before) >= up_to) {
    return;
  }
  std::string row;
  layout::append_big_endian(row, up_to);
  transaction.bytes().put(key, row);
  transaction.bytes().trim_log(layout::change_log(stream), up_to);
}

std::uint64_t trimmed_up_to(Transaction& transaction, dynamodb::StreamId stream) {
  const auto row = transaction.get(layout::trim_point_key(stream));
  return row ? layout::read_big_endian(*row) : 0;
}

}  // namespace tombola::storage::change_log

namespace tombola::storage {

dynamodb::ChangeRecord LoggedChange::record() const {
  return change_log::decode(bytes);
}

}  // namespace tombola::storage
