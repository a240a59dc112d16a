// From an expression's text to its syntax tree. Throws ApiError::validation, with the prefix of the
// kind and the envelope of the layer:
//   The expression can not be empty;
//   Expression size has exceeded the maximum allowed size;    (over expression_size_bytes_max)
//   Syntax error; token: "...", near: "..."
//   The expression has redundant parentheses;                 (two pairs round the same thing)
//   The expression contains too many operators; operator count: 301
//
// Never recurses: "((((..." costs what its bytes cost. A tree that is handed out has at most
// limits::expression_operators_max operators and functions and is therefore no deeper, so those who
// walk it may recurse.
#pragma once

#include <string_view>
#include <vector>

#include "dynamodb/expressions/refusal.h"
#include "dynamodb/expressions/syntax_tree.h"

namespace tombola::dynamodb {

struct ExpressionSource {
  std::string_view text;
  ExpressionKind kind = ExpressionKind::Condition;
  ValueLayer layer = ValueLayer::Bare;

  ApiError refusal(std::string_view sentence) const {
    return expression_refusal(layer, kind, sentence);
  }
};

// ConditionExpression, FilterExpression and KeyConditionExpression.
SyntaxTree parse_condition_syntax(const ExpressionSource& source);
std::vector<SyntaxPath> parse_projection_syntax(const ExpressionSource& source);
SyntaxUpdate parse_update_syntax(const ExpressionSource& source);

}  // namespace tombola::dynamodb
