// An operand of a condition: a document path, a value of the request, or the size() of either.
#pragma once

#include <optional>
#include <variant>

#include "dynamodb/expressions/document_path.h"
#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

struct Operand {
  std::variant<DocumentPath, AttributeValue> source;
  bool is_size = false;  // size(source)

  // The path or value when the operand is just that, else null.
  const DocumentPath* path() const;
  const AttributeValue* value() const;

  // The type as far as the request alone tells it: a path's depends on the item.
  std::optional<AttributeType> static_type() const;

  // What the operand stands for in that item (null: there is no item), or null: the path leads
  // nowhere, or size() has no meaning for what stands there. `size` lends the room for a size.
  const AttributeValue* value_in(const AttributeMap* item, AttributeValue& size) const;
};

// size(): UTF-16 code units of a string, bytes of a binary, members or elements of a set, list or
// map. Nothing for N, BOOL and NULL.
std::optional<std::size_t> size_function(const AttributeValue& value);

}  // namespace tombola::dynamodb
