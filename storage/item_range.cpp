#include "storage/item_range.h"

#include <functional>

#include "dynamodb/model/number.h"
#include "storage/index_rows.h"
#include "storage/item_encoding.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

std::string with_value(std::string prefix, const dynamodb::AttributeValue& value) {
  append_key_value(prefix, value);
  return prefix;
}

// Behind every row whose sort key is `value`: in an index, the item's own key follows it.
std::string behind_value(const std::string& prefix, const dynamodb::AttributeValue& value) {
  return KeyRange::with_prefix(with_value(prefix, value)).end;
}

KeyRange range_of(const std::string& prefix, const dynamodb::RangeCondition& condition) {
  const KeyRange whole = KeyRange::with_prefix(prefix);
  using dynamodb::RangeOperator;
  switch (condition.operation) {
    case RangeOperator::Less:
      return {whole.begin, with_value(prefix, condition.value)};
    case RangeOperator::LessOrEqual:
      return {whole.begin, behind_value(prefix, condition.value)};
    case RangeOperator::Greater:
      return {behind_value(prefix, condition.value), whole.end};
    case RangeOperator::GreaterOrEqual:
      return {with_value(prefix, condition.value), whole.end};
    case RangeOperator::Between:
      return {with_value(prefix, condition.value), behind_value(prefix, *condition.upper)};
    case RangeOperator::BeginsWith: {
      std::string start = prefix;
      append_key_prefix(start, condition.value);
      return KeyRange::with_prefix(start);
    }
  }
  return whole;
}

// The rows below a partition's prefix that the condition on the sort key leaves.
KeyRange within_partition(std::string prefix, const dynamodb::KeyRange& condition) {
  for (const dynamodb::AttributeValue& value : condition.range_equals) {
    append_key_value(prefix, value);
  }
  return condition.range ? range_of(prefix, *condition.range) : KeyRange::with_prefix(prefix);
}

// Cut out of `whole` by hash; bound(h) is the first key whose hash is h or above.
KeyRange segment_of(const KeyRange& whole, std::uint64_t segment, std::uint64_t total_segments,
                    const std::function<std::string(std::uint64_t)>& bound) {
  const auto boundary = [&](std::uint64_t index) {
    return bound(static_cast<std::uint64_t>((dynamodb::Uint128{index} << 64) / total_segments));
  };
  return {segment == 0 ? whole.begin : boundary(segment),
          segment + 1 == total_segments ? whole.end : boundary(segment + 1)};
}

}  // namespace

KeyRange query_range(const dynamodb::TableDefinition& table, const dynamodb::KeyRange& condition) {
  return within_partition(partition_prefix(table, condition.hash.front()), condition);
}

KeyRange index_query_range(const dynamodb::TableDefinition& table,
                           const dynamodb::IndexDefinition& index,
                           const dynamodb::KeyRange& condition) {
  return within_partition(index_partition_prefix(table, index, condition.hash), condition);
}

KeyRange segment_range(const dynamodb::TableDefinition& table, std::uint64_t segment,
                       std::uint64_t total_segments) {
  return segment_of(KeyRange::with_prefix(layout::item_prefix(table.id)), segment, total_segments,
                    [&](std::uint64_t hash) { return hash_bound(table, hash); });
}

KeyRange index_segment_range(const dynamodb::TableDefinition& table,
                             const dynamodb::IndexDefinition& index, std::uint64_t segment,
                             std::uint64_t total_segments) {
  return segment_of(KeyRange::with_prefix(layout::index_prefix(table.id, index.id)), segment,
                    total_segments,
                    [&](std::uint64_t hash) { return index_hash_bound(table, index, hash); });
}

}  // namespace tombola::storage
