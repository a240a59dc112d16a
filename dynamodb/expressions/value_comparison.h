// DynamoDB's order of values: strings by their UTF-8 bytes, binaries by unsigned bytes, numbers by
// value. Other types, and values of different types, have none.
#pragma once

#include <compare>

#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

// unordered: not comparable.
std::partial_ordering compare(const AttributeValue& left, const AttributeValue& right);

// Both of type S, or both of type B.
bool begins_with(const AttributeValue& value, const AttributeValue& prefix);

// contains(): a substring, a member of a set, an element of a list.
bool contains(const AttributeValue& container, const AttributeValue& operand);

}  // namespace tombola::dynamodb
