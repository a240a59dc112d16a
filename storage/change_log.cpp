// A change's bytes, integers little-endian:
//
//   version:1 = 1 | type:1 'I' 'M' 'R' | flags:1, bit 0 by time to live |
//   sizes of keys, new image, old image: 3 * 4 | lengths of their JSON: 3 * 4 | the three JSON
//   texts
//
// A marker's: version:1 = 1 | type:1.
#include "storage/change_log.h"

#include <cstring>
#include <stdexcept>

#include "storage/layout.h"

namespace tombola::storage::change_log {
namespace {

using dynamodb::ChangeRecord;
using dynamodb::ChangeType;

constexpr char version = 1;
constexpr std::size_t header_size_bytes = 3 + 6 * 4;
// A stream has two markers now, and one per shard boundary later.
constexpr ReadLimit markers_page{10'000, SIZE_MAX};

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

std::uint32_t read_u32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
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
  out.append(record.keys_json);
  out.append(record.new_image_json);
  out.append(record.old_image_json);
  return out;
}

ChangeRecord decode(std::string_view bytes) {
  if (bytes.size() < header_size_bytes || bytes[0] != version) {
    throw std::runtime_error("a change record has an unknown format");
  }
  ChangeRecord record;
  record.type = type_of(bytes[1]);
  record.by_time_to_live = (bytes[2] & 1) != 0;
  record.keys_size_bytes = read_u32(bytes, 3);
  record.new_image_size_bytes = read_u32(bytes, 7);
  record.old_image_size_bytes = read_u32(bytes, 11);
  const std::size_t keys_length = read_u32(bytes, 15);
  const std::size_t new_length = read_u32(bytes, 19);
  const std::size_t old_length = read_u32(bytes, 23);
  const std::string_view texts = bytes.substr(header_size_bytes);
  if (texts.size() != keys_length + new_length + old_length) {
    throw std::runtime_error("a change record is cut short");
  }
  record.keys_json = texts.substr(0, keys_length);
  record.new_image_json = texts.substr(keys_length, new_length);
  record.old_image_json = texts.substr(keys_length + new_length);
  return record;
}

void append(WriteTransaction& transaction, dynamodb::StreamId stream, const ChangeRecord& record) {
  transaction.bytes().append(layout::change_log(stream), encode(record));
  transaction.touch_stream(stream);
}

void append_marker(WriteTransaction& transaction, dynamodb::StreamId stream, MarkerType type) {
  const char bytes[] = {version, static_cast<char>(type)};
  transaction.bytes().append(layout::marker_log(stream), std::string_view(bytes, sizeof bytes));
}

Changes read(Transaction& transaction, dynamodb::StreamId stream, std::uint64_t after,
             std::size_t count, std::size_t bytes_max) {
  const LogPage page =
      transaction.read_log(layout::change_log(stream), after, ReadLimit{count, bytes_max});
  Changes changes;
  changes.complete = page.complete;
  changes.records.reserve(page.records.size());
  for (const LogRecord& record : page.records) {
    changes.records.push_back(LoggedChange{record.number, record.time_ms, decode(record.bytes)});
  }
  return changes;
}

std::uint64_t last_number(Transaction& transaction, dynamodb::StreamId stream) {
  const auto last = transaction.last_log_record(layout::change_log(stream));
  return last ? last->number : 0;
}

std::vector<Marker> markers(Transaction& transaction, dynamodb::StreamId stream) {
  std::vector<Marker> markers;
  for (const LogRecord& record :
       transaction.read_log(layout::marker_log(stream), 0, markers_page).records) {
    if (record.bytes.size() != 2 || record.bytes[0] != version) {
      throw std::runtime_error("a stream marker has an unknown format");
    }
    markers.push_back(Marker{record.number, record.time_ms, MarkerType{record.bytes[1]}});
  }
  return markers;
}

}  // namespace tombola::storage::change_log
