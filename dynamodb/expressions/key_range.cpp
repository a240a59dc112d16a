// A key condition against a key schema: KeyCondition::resolve, and the range that comes out.
#include <algorithm>
#include <compare>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/expressions/value_comparison.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

using Clause = KeyCondition::Clause;

bool is_equality(const Clause& clause) {
  return clause.type == ConditionNode::Type::Comparison && clause.comparator == Comparator::Equal;
}

RangeOperator range_operator(const Clause& clause) {
  if (clause.type == ConditionNode::Type::Between) return RangeOperator::Between;
  if (clause.type == ConditionNode::Type::BeginsWith) return RangeOperator::BeginsWith;
  switch (clause.comparator) {
    case Comparator::Less:
      return RangeOperator::Less;
    case Comparator::LessOrEqual:
      return RangeOperator::LessOrEqual;
    case Comparator::Greater:
      return RangeOperator::Greater;
    default:
      return RangeOperator::GreaterOrEqual;
  }
}

bool is_indexable(const Clause& clause) {
  return clause.type == ConditionNode::Type::Between ||
         clause.type == ConditionNode::Type::BeginsWith ||
         (clause.type == ConditionNode::Type::Comparison &&
          clause.comparator != Comparator::NotEqual);
}

// The values of a clause as values of that key attribute.
void check_values(const Clause& clause, const KeyElement& element, bool is_hash) {
  std::size_t size_max =
      is_hash ? limits::hash_key_size_bytes_max : limits::range_key_size_bytes_max;
  for (const AttributeValue& value : clause.values) {
    if (value.type() != element.type) {
      throw ApiError::validation(fmt::format(
          "{}Condition parameter type does not match schema type", invalid_parameter_values));
    }
    std::size_t size = size_bytes(value);
    if (size == 0) {
      throw ApiError::validation(
          fmt::format("One or more parameter values are not valid. The AttributeValue for a key "
                      "attribute cannot "
                      "contain an empty {} value. Key: {}",
                      element.type == AttributeType::S ? "string" : "binary", element.name));
    }
    if (size > size_max) {
      // The blank that is missing is missing in AWS's sentence.
      throw ApiError::validation(fmt::format(
          "{}{}", invalid_parameter_values,
          is_hash ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
                  : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"));
    }
  }
}

// The RANGE attributes before the last conditioned one must have equalities.
void check_no_gap(const KeySchema& schema, const std::vector<const Clause*>& range) {
  std::vector<std::string_view> without_equality;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (range[i] != nullptr && !without_equality.empty()) {
      throw ApiError::validation(fmt::format(
          "RANGE key attributes {} must have equality conditions specified in the query because a "
          "condition is present on key attribute {}",
          fmt::join(without_equality, ", "), schema.range[i].name));
    }
    if (range[i] == nullptr || !is_equality(*range[i])) {
      without_equality.push_back(schema.range[i].name);
    }
  }
}

ApiError missed_key_schema_element(const KeyElement& element) {
  return ApiError::validation(
      fmt::format("Query condition missed key schema element: {}", element.name));
}

bool satisfies(const RangeCondition& condition, const AttributeValue& value) {
  std::partial_ordering order = compare(value, condition.value);
  switch (condition.operation) {
    case RangeOperator::Less:
      return order < 0;
    case RangeOperator::LessOrEqual:
      return order <= 0;
    case RangeOperator::Greater:
      return order > 0;
    case RangeOperator::GreaterOrEqual:
      return order >= 0;
    case RangeOperator::Between:
      return order >= 0 && compare(value, *condition.upper) <= 0;
    case RangeOperator::BeginsWith:
      return begins_with(value, condition.value);
  }
  return false;
}

bool equals(const AttributeMap& key, const KeyElement& element, const AttributeValue& value) {
  const AttributeValue* found = key.find(element.name);
  return found != nullptr && *found == value;
}

}  // namespace

const Clause* KeyCondition::find(std::string_view attribute) const {
  auto found = std::find_if(clauses_.begin(), clauses_.end(),
                            [&](const Clause& clause) { return clause.attribute == attribute; });
  return found == clauses_.end() ? nullptr : &*found;
}

KeyRange KeyCondition::resolve(const KeySchema& schema) const {
  std::size_t attribute_count = schema.hash.size() + schema.range.size();
  if (clauses_.size() > attribute_count) {
    throw ApiError::validation(
        fmt::format("The number of query conditions ({}) exceeds the number of key attributes "
                    "defined in the schema ({})",
                    clauses_.size(), attribute_count));
  }
  std::vector<const Clause*> hash;
  for (const KeyElement& element : schema.hash) {
    hash.push_back(find(element.name));
    if (hash.back() == nullptr) throw missed_key_schema_element(element);
  }
  std::vector<const Clause*> range;
  std::size_t range_count = 0;
  for (const KeyElement& element : schema.range) {
    range.push_back(find(element.name));
    if (range.back() != nullptr) ++range_count;
  }
  // A condition on something else: AWS names the key attribute that it should have been on.
  if (hash.size() + range_count < clauses_.size()) {
    auto missed = std::find(range.begin(), range.end(), nullptr);
    throw missed_key_schema_element(schema.range[static_cast<std::size_t>(missed - range.begin())]);
  }
  check_no_gap(schema, range);
  if (!std::all_of(clauses_.begin(), clauses_.end(), is_indexable)) {
    throw ApiError::validation("Attempted conditional constraint is not an indexable operation");
  }

  KeyRange result;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    if (!is_equality(*hash[i])) throw ApiError::validation("Query key condition not supported");
    check_values(*hash[i], schema.hash[i], true);
    result.hash.push_back(hash[i]->values.front());
  }
  for (std::size_t i = 0; i < range_count; ++i) {
    check_values(*range[i], schema.range[i], false);
    if (is_equality(*range[i])) {
      result.range_equals.push_back(range[i]->values.front());
      continue;
    }
    RangeCondition condition{range_operator(*range[i]), range[i]->values.front(), std::nullopt};
    if (condition.operation == RangeOperator::Between) condition.upper = range[i]->values[1];
    result.range = std::move(condition);
  }
  return result;
}

bool KeyRange::hash_matches(const KeySchema& schema, const AttributeMap& key) const {
  for (std::size_t i = 0; i < hash.size(); ++i) {
    if (!equals(key, schema.hash[i], hash[i])) return false;
  }
  return true;
}

bool KeyRange::range_matches(const KeySchema& schema, const AttributeMap& key) const {
  for (std::size_t i = 0; i < range_equals.size(); ++i) {
    if (!equals(key, schema.range[i], range_equals[i])) return false;
  }
  if (!range) return true;
  const AttributeValue* found = key.find(schema.range[range_equals.size()].name);
  return found != nullptr && satisfies(*range, *found);
}

}  // namespace tombola::dynamodb
