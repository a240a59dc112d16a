// What the operands of a condition or of an update may be, as far as the request alone tells.
// Shared by expressions and by PartiQL, which put different words before these sentences. Each
// function gives the sentence that refuses, or an empty one.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/update.h"

namespace tombola::dynamodb {

// Incorrect number of operands for operator or function; operator or function: size, number of
// operands: 2
std::string wrong_operand_count(std::string_view operation, std::size_t count);
// Incorrect operand type for operator or function; operator or function: begins_with, operand
// type: N
std::string wrong_operand_type(std::string_view operation, std::string_view type);
// Operator or function requires a document path; operator or function: attribute_exists
std::string needs_document_path(std::string_view function);
// The first operand must be distinct from the remaining operands for this operator or function;
// operator: contains, first operand: [a]
std::string operands_not_distinct(std::string_view operation, const DocumentPath& operand);
// The document path has too many nesting levels; nesting levels: 33
std::string path_refusal(const DocumentPath& path);

// How many operands a function of a condition takes.
std::size_t operand_count_of(ConditionNode::Type function);

// A leaf as it is written, with the right number of operands: that they are distinct, then their
// types, then BETWEEN's bounds. The second operand of attribute_type() becomes the leaf's
// attribute_type. `operation` is the operator or function as it is written.
std::string settle_operands(std::string_view operation, ConditionNode& leaf);
std::string size_operand_refusal(const Operand& operand);

// +, -, list_append: both operands have the type.
std::string value_operands_refusal(std::string_view operation, const UpdateValue& value);

}  // namespace tombola::dynamodb
