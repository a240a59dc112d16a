// A condition with its placeholders replaced and its operands checked. Immutable once made; no
// deeper than limits::expression_operators_max.
#pragma once

#include <vector>

#include "dynamodb/expressions/operand.h"

namespace tombola::dynamodb {

enum class Comparator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

// "=", "<>", ...
std::string_view to_string(Comparator comparator);
bool is_ordering(Comparator comparator);  // neither = nor <>
// a < b is b > a.
Comparator mirrored(Comparator comparator);

struct ConditionNode {
  enum class Type {
    And,  // children
    Or,
    Not,         // one child
    Comparison,  // two operands
    Between,     // three
    In,          // the operand, then the candidates
    AttributeExists,
    AttributeNotExists,
    AttributeType,  // one operand; the type is in attribute_type
    BeginsWith,     // two
    Contains,       // two
  };
  Type type = Type::And;
  Comparator comparator = Comparator::Equal;
  AttributeType attribute_type = AttributeType::S;
  std::vector<Operand> operands;
  std::vector<ConditionNode> children;
};

// All document paths of the tree, in the order in which they are written. Borrowed from it.
std::vector<const DocumentPath*> document_paths(const ConditionNode& node);

}  // namespace tombola::dynamodb
