// The base64 part: after_number:8 | issued_ms:8 | checksum:8, all big-endian, then the shard's id.
// The checksum covers the rest, ARN included, so that a mangled iterator is refused instead of
// reading somewhere else.
#include "streams/shard_iterator.h"

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::streams {
namespace {

using storage::layout::append_big_endian;
using storage::layout::read_big_endian;

constexpr std::string_view separator = "|1|";
constexpr std::size_t fixed_size_bytes = 24;

std::uint64_t checksum(const ShardIterator& iterator) {
  std::string text = iterator.stream_arn + '|' + iterator.shard_id;
  append_big_endian(text, iterator.after_number);
  append_big_endian(text, static_cast<std::uint64_t>(iterator.issued_ms));
  return storage::partition_hash(text);
}

[[noreturn]] void refuse() {
  throw dynamodb::ApiError::validation("Invalid ShardIterator");
}

}  // namespace

std::string ShardIterator::encode() const {
  std::string bytes;
  append_big_endian(bytes, after_number);
  append_big_endian(bytes, static_cast<std::uint64_t>(issued_ms));
  append_big_endian(bytes, checksum(*this));
  bytes.append(shard_id);
  return stream_arn + std::string(separator) + dynamodb::to_base64(bytes);
}

ShardIterator ShardIterator::decode(std::string_view text) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) {
    refuse();
  }
  const auto bytes = dynamodb::from_base64(text.substr(at + separator.size()));
  if (!bytes || bytes->size() <= fixed_size_bytes) {
    refuse();
  }
  const std::string_view fixed = *bytes;
  ShardIterator iterator;
  iterator.stream_arn = text.substr(0, at);
  iterator.after_number = read_big_endian(fixed);
  iterator.issued_ms = static_cast<std::int64_t>(read_big_endian(fixed.substr(8)));
  iterator.shard_id = fixed.substr(fixed_size_bytes);
  if (read_big_endian(fixed.substr(16)) != checksum(iterator)) {
    refuse();
  }
  return iterator;
}

}  // namespace tombola::streams
