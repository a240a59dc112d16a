// The parameters from before expressions, translated into the same trees: Expected, QueryFilter and
// ScanFilter into a Condition, KeyConditions into a KeyCondition, AttributeUpdates into an Update,
// AttributesToGet into a Projection. They name top-level attributes only; a dot in a name is a dot.
//
// The JSON types and the enumerations of the request must have been checked. All refusals are
// ApiError::validation in the envelope of the layer; all values of a parameter are looked at before
// its first condition.
#pragma once

#include <optional>
#include <string_view>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/expressions/projection.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/json/json_document.h"

namespace tombola::dynamodb {

// `conditional_operator` is the ConditionalOperator member, if present: AND (the default) or OR. It
// is checked whether or not there is a map of conditions:
//   Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]     (AWS means AND)
//   ConditionalOperator cannot be used without Filter or Expected
//   ConditionalOperator can only be used when Filter or Expected has two or more elements
// Nothing comes out of an absent or empty map: no condition.
//
// Refused besides, after "One or more parameter values were invalid: " (and see
// legacy_comparison.h):
//   Value and AttributeValueList cannot be used together for Attribute: a
//   Exists and ComparisonOperator cannot be used together for Attribute: a
//   Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a
//   AttributeValueList can only be used with a ComparisonOperator for Attribute: a
//   Value must be provided when Exists is true for Attribute: a               (or: is null)
//   Value cannot be used when Exists is false for Attribute: a
std::optional<Condition> parse_expected(std::optional<JsonValue> expected,
                                        std::optional<std::string_view> conditional_operator,
                                        ValueLayer layer);

// QueryFilter and ScanFilter.
std::optional<Condition> parse_legacy_filter(std::optional<JsonValue> filter,
                                             std::optional<std::string_view> conditional_operator,
                                             ValueLayer layer);

// Refused besides: `Conditions can be of length 1 or 2 only`, for an empty map. That some operators
// cannot be answered by a key is told by KeyCondition::resolve().
KeyCondition parse_key_conditions(JsonValue key_conditions, ValueLayer layer);

// Refused, after "One or more parameter values were invalid: ":
//   Only DELETE action is allowed when no attribute value is specified
//   ADD action is not supported for the type S
//   DELETE action with value is not supported for the type S
Update parse_attribute_updates(JsonValue attribute_updates, ValueLayer layer);

// Refused: One or more parameter values were invalid: Duplicate value in attribute name: a
Projection parse_attributes_to_get(JsonValue attributes_to_get, ValueLayer layer);

}  // namespace tombola::dynamodb
