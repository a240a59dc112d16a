// From syntax to meaning: placeholders are replaced, operands counted and their types checked as
// far as the request alone allows. Conditions are taken leaf by leaf in the order in which they are
// written; within a leaf first the placeholders, then the number of operands, then that they are
// distinct, then their types. Throws ApiError::validation with the prefix of the kind:
//   An expression attribute name used in the document path is not defined; attribute name: #x
//   An expression attribute value used in expression is not defined; attribute value: :v
//   The document path has too many nesting levels; nesting levels: 33
//   Incorrect number of operands for operator or function; operator or function: size, number of
//   operands: 2
//   The IN operator is provided with too many operands; number of operands: 101
//   The first operand must be distinct from the remaining operands for this operator or function;
//   operator: contains, first operand: [a]
//   Operator or function requires a document path; operator or function: attribute_exists
//   Incorrect operand type for operator or function; operator or function: begins_with, operand
//   type: N
//   Invalid attribute type name found; type: 1, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
//   The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand:
//   AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}
//   The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ...
#pragma once

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/parser.h"
#include "dynamodb/expressions/placeholders.h"

namespace tombola::dynamodb {

// Sees to placeholders and paths; shared by all kinds of expressions.
class Resolver {
 public:
  Resolver(const ExpressionSource& source, ExpressionPlaceholders& placeholders)
      : source_(source), placeholders_(placeholders) {}

  DocumentPath path(const SyntaxPath& path) const;
  const AttributeValue& value(std::string_view placeholder) const;

  ApiError refusal(std::string_view sentence) const { return source_.refusal(sentence); }

 private:
  const ExpressionSource& source_;
  ExpressionPlaceholders& placeholders_;
};

// Parses, checks and resolves a ConditionExpression, FilterExpression or KeyConditionExpression.
ConditionNode resolve_condition(std::string_view text, ExpressionKind kind,
                                ExpressionPlaceholders& placeholders);

}  // namespace tombola::dynamodb
