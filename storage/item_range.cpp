#include "storage/item_range.h"

#include "dynamodb/model/number.h"
#include "storage/item_encoding.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

// Encodings end by themselves, so the first row behind `key` is `key` and a zero byte.
std::string after(std::string key) {
  key.push_back('\0');
  return key;
}

std::string with_value(std::string prefix, const dynamodb::AttributeValue& value) {
  append_key_value(prefix, value);
  return prefix;
}

KeyRange range_of(const std::string& prefix, const dynamodb::RangeCondition& condition) {
  const KeyRange whole = KeyRange::with_prefix(prefix);
  using dynamodb::RangeOperator;
  switch (condition.operation) {
    case RangeOperator::Less:
      return {whole.begin, with_value(prefix, condition.value)};
    case RangeOperator::LessOrEqual:
      return {whole.begin, after(with_value(prefix, condition.value))};
    case RangeOperator::Greater:
      return {after(with_value(prefix, condition.value)), whole.end};
    case RangeOperator::GreaterOrEqual:
      return {with_value(prefix, condition.value), whole.end};
    case RangeOperator::Between:
      return {with_value(prefix, condition.value), after(with_value(prefix, *condition.upper))};
    case RangeOperator::BeginsWith: {
      std::string start = prefix;
      append_key_prefix(start, condition.value);
      return KeyRange::with_prefix(start);
    }
  }
  return whole;
}

}  // namespace

KeyRange query_range(const dynamodb::TableDefinition& table, const dynamodb::KeyRange& condition) {
  std::string prefix = partition_prefix(table, condition.hash.front());
  for (const dynamodb::AttributeValue& value : condition.range_equals) {
    append_key_value(prefix, value);
  }
  return condition.range ? range_of(prefix, *condition.range) : KeyRange::with_prefix(prefix);
}

KeyRange segment_range(const dynamodb::TableDefinition& table, std::uint64_t segment,
                       std::uint64_t total_segments) {
  const auto boundary = [&](std::uint64_t index) {
    const dynamodb::Uint128 hash = (dynamodb::Uint128{index} << 64) / total_segments;
    return hash_bound(table, static_cast<std::uint64_t>(hash));
  };
  const KeyRange whole = KeyRange::with_prefix(layout::item_prefix(table.id));
  return {segment == 0 ? whole.begin : boundary(segment),
          segment + 1 == total_segments ? whole.end : boundary(segment + 1)};
}

}  // namespace tombola::storage
