// One ComparisonOperator with its AttributeValueList, as Expected, QueryFilter, ScanFilter and
// KeyConditions have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/refusal.h"

namespace tombola::dynamodb {

enum class ComparisonOperator {
  EQ,
  NE,
  LE,
  LT,
  GE,
  GT,
  NotNull,
  Null,
  Contains,
  NotContains,
  BeginsWith,
  In,
  Between,
};

// NOT_NULL, BEGINS_WITH, ... Throws ApiError::validation for any other text:
//   Failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, ...]
ComparisonOperator comparison_operator_from(std::string_view text, ValueLayer layer);
std::string_view to_string(ComparisonOperator comparison);

struct LegacyComparison {
  ComparisonOperator comparison = ComparisonOperator::EQ;
  std::vector<AttributeValue> values;
};

// Throws ApiError::validation, after "One or more parameter values were invalid: ":
//   Invalid number of argument(s) for the EQ ComparisonOperator
//   ComparisonOperator LT is not valid for BOOL AttributeValue type
//   AttributeValues inside AttributeValueList must be of same type
// and without it:
//   The BETWEEN condition was provided a range where the lower bound is greater than the upper
//   bound
void check_legacy_comparison(const LegacyComparison& comparison, ValueLayer layer);

// As a condition on a top-level attribute. NULL asks whether it is absent, NOT_NULL whether it is
// there. NOT_CONTAINS is false for an attribute that is absent, unlike NE.
ConditionNode to_condition(const std::string& attribute, const LegacyComparison& comparison);

}  // namespace tombola::dynamodb
