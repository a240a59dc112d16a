// From the text of a PartiQL statement to its syntax. By recursion, which token_reader.h bounds.
//
// Throws ApiError::validation. After "Statement wasn't well formed, can't be processed: ", as the
// PartiQL reference implementation words it, which is DynamoDB's parser:
//   Expected data manipulation                  (the statement begins with no verb; UPDATE without
//                                                SET or REMOVE)
//   Unexpected keyword                          (a keyword that should be "quoted")
//   Unexpected term, Unexpected operator, Unexpected token after expression
//   Expected FROM after SELECT list, Expected FROM after DELETE, Expected '=', Expected RIGHT_PAREN
//   Expected identifier for simple path, Invalid path dot component
//   Missing right-hand side expression of infix operator, Expected expression after AND
// Bare:
//   A path may contain at most 2 components in the FROM clause
//   Only select from a single table or index is supported.
//   FROM clause may only contain a single table name in data manipulation statements at 1:13:3
//   Aliasing is not supported
//   Unsupported clause: LIMIT at 1:17:5
#pragma once

#include <string_view>

#include "dynamodb/partiql/syntax_tree.h"
#include "dynamodb/partiql/token_reader.h"

namespace tombola::dynamodb::partiql {

SyntaxStatement parse_syntax(std::string_view statement);

// The parts that statements are made of (expression_parser.cpp).
SyntaxNode parse_expression(TokenReader& reader);
// A name with what follows it: a.b[0]. Only names and literal indexes.
SyntaxPath parse_simple_path(TokenReader& reader);

}  // namespace tombola::dynamodb::partiql
