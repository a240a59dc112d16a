// A primary key's values, in the order of the key schema: the partition key, and the sort key if
// the table has one.
#pragma once

#include <optional>

#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

struct Key {
  AttributeValue hash;
  std::optional<AttributeValue> range;
  bool operator==(const Key&) const = default;
};

}  // namespace tombola::dynamodb
