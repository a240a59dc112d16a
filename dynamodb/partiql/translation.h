// From the syntax of a statement's parts to their meaning, parameters placed. Throws
// ApiError::validation, bare.
#pragma once

#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/partiql/syntax_tree.h"

namespace tombola::dynamodb::partiql {

// The values of the request's ?, as many as the statement has.
using Parameters = std::vector<AttributeValue>;

DocumentPath translate_path(const SyntaxPath& path);

// Whether it is a literal, a parameter, or made of those.
bool is_value(const SyntaxNode& node);
// Collections are written as DynamoDB JSON and read like the values of any request, so that the
// same is refused in the same words.
AttributeValue translate_value(const SyntaxNode& node, const Parameters& parameters);
// The map behind INSERT's VALUE.
Item translate_item(const SyntaxNode& node, const Parameters& parameters);

ConditionNode translate_condition(const SyntaxNode& node, const Parameters& parameters);

// SET and REMOVE; set_add() and set_delete() are what expressions call ADD and DELETE.
Update translate_update(const std::vector<SyntaxAssignment>& assignments,
                        const Parameters& parameters);

}  // namespace tombola::dynamodb::partiql
