// KeyConditionExpression: which part of a partition a Query reads. In two steps, as on AWS: parse()
// needs the request alone and comes before the table is looked up; resolve() holds the conditions
// against the key schema of the table or index.
//
// A global secondary index may have up to four HASH and four RANGE attributes. All HASH attributes
// need an equality; RANGE attributes are conditioned from left to right, and only the last of those
// conditioned may have something else than an equality. A table's key is the case of one and at
// most one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/placeholders.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

struct KeySchema {
  std::vector<KeyElement> hash;   // at least one
  std::vector<KeyElement> range;  // may be empty
};

enum class RangeOperator { Less, LessOrEqual, Greater, GreaterOrEqual, Between, BeginsWith };

struct RangeCondition {
  RangeOperator operation = RangeOperator::Less;
  AttributeValue value;                 // BETWEEN: the lower bound
  std::optional<AttributeValue> upper;  // BETWEEN only, not less than `value`
};

// All values have the types of the schema.
struct KeyRange {
  std::vector<AttributeValue> hash;  // one per HASH attribute, in the schema's order
  std::vector<AttributeValue>
      range_equals;                     // of the first RANGE attributes; `sk = :v` is one of these
  std::optional<RangeCondition> range;  // on the RANGE attribute after those

  // Whether a key (or a whole item) lies in the range, by its HASH and by its RANGE attributes.
  // ExclusiveStartKey must: else `The provided starting key is outside query boundaries based on
  // provided conditions` and `The provided starting key does not match the range key predicate`.
  bool hash_matches(const KeySchema& schema, const AttributeMap& key) const;
  bool range_matches(const KeySchema& schema, const AttributeMap& key) const;
};

class KeyCondition {
 public:
  // Throws ApiError::validation: whatever a condition can be refused for (resolver.h), and, after
  // "Invalid KeyConditionExpression: ":
  //   Invalid operator used in KeyConditionExpression: OR      (NOT, IN, attribute_exists, ...)
  //   Unsupported operator on KeyCondition: NE
  //   KeyConditionExpressions cannot contain nested operations
  //   KeyConditionExpressions cannot have conditions on nested attributes
  //   KeyConditionExpressions must only contain one condition per key
  //   Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition
  //   Invalid condition in KeyConditionExpression: No key attribute specified
  //   Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as
  //   its first operand                                                      (begins_with likewise)
  static KeyCondition parse(std::string_view text, ExpressionPlaceholders& placeholders);

  // One condition on one attribute, the attribute standing on the left.
  struct Clause {
    std::string attribute;
    // Comparison, Between or BeginsWith. From the legacy KeyConditions also what no key can answer:
    // <>, In, Contains, AttributeExists, AttributeNotExists; resolve() refuses those.
    ConditionNode::Type type = ConditionNode::Type::Comparison;
    Comparator comparator = Comparator::Equal;
    std::vector<AttributeValue> values;  // two for BETWEEN
  };
  // For the legacy KeyConditions (legacy_parameters.h); no attribute twice.
  explicit KeyCondition(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {}

  const std::vector<Clause>& clauses() const { return clauses_; }

  // Throws ApiError::validation, always bare:
  //   The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)
  //   Query condition missed key schema element: pk
  //   RANGE key attributes b must have equality conditions specified in the query because a condition
  //     is present on key attribute c
  //   Query key condition not supported                  (HASH with anything but equality)
  //   One or more parameter values were invalid: Condition parameter type does not match schema type
  //   One or more parameter values are not valid. The AttributeValue for a key attribute cannot
  //     contain an empty string value. Key: pk           (empty binary value)
  //   One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit
  //     of2048 bytes                     (Aggregated size of all range keys ... of 1024 bytes)
  KeyRange resolve(const KeySchema& schema) const;

 private:
  const Clause* find(std::string_view attribute) const;

  std::vector<Clause> clauses_;
};

}  // namespace tombola::dynamodb
