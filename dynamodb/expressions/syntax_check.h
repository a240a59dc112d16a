// What AWS checks in an expression's tree before it looks at a placeholder, in the order in which
// the expression is written. Throws ApiError::validation with the prefix of the kind:
//   Attribute name is a reserved keyword; reserved keyword: <as written>
//   List index is not within the allowable range; index: [4294967295]
//   Invalid function name; function: <f>                               (names are case-sensitive)
//   The function is not allowed in a condition expression; function: if_not_exists
//   The function is not allowed in an update expression; function: size
//   The function is not allowed to be used this way in an expression; function: attribute_exists
//   The "SET" section can only be used once in an update expression;
#pragma once

#include <vector>

#include "dynamodb/expressions/parser.h"

namespace tombola::dynamodb {

void check_condition_syntax(const ExpressionSource& source, const SyntaxTree& tree);
void check_projection_syntax(const ExpressionSource& source, const std::vector<SyntaxPath>& paths);
void check_update_syntax(const ExpressionSource& source, const SyntaxUpdate& update);

// The value of a list index that has passed the check.
std::uint32_t list_index(std::string_view digits);

}  // namespace tombola::dynamodb
