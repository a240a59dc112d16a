// The words of a PartiQL statement. Keywords are recognised in any case; names keep theirs. Source
// of words and keywords: the PartiQL specification and SQL-92, which DynamoDB's own parser follows
// (its refusals are those of the PartiQL reference implementation).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/api_error.h"

namespace tombola::dynamodb::partiql {

// Where something stands in the statement: line and column from 1, and its length, in characters.
// AWS prints it as 1:8:5.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
  std::size_t length = 0;
  std::string to_string() const;
};

enum class TokenType {
  Identifier,        // name, not a keyword
  QuotedIdentifier,  // "name"; "" stands for one quote
  Keyword,           // text is in lower case
  String,            // 'text'; '' stands for one quote
  Number,            // as written
  Parameter,         // ?
  Operator,          // = <> < <= > >= + - * / % || @; != is <>
  LeftParenthesis,
  RightParenthesis,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  LeftDoubleAngle,   // <<
  RightDoubleAngle,  // >>
  Colon,
  Comma,
  Dot,
  Semicolon,
  End,
};

// As the parser names it in "Expected RIGHT_PAREN".
std::string_view to_string(TokenType type);

struct Token {
  TokenType type = TokenType::End;
  std::string text;  // without quotes
  Position position;

  bool is(TokenType wanted) const { return type == wanted; }
  bool is_keyword(std::string_view word) const {
    return type == TokenType::Keyword && text == word;
  }
  bool is_operator(std::string_view sign) const {
    return type == TokenType::Operator && text == sign;
  }
};

// Always ends with End. Comments (-- to the end of the line, /* */) and blanks are left out. Throws
// malformed(): a quote that is not closed, a character that begins nothing.
std::vector<Token> tokenize(std::string_view statement);

bool is_keyword(std::string_view lower_case_word);

// "Statement wasn't well formed, can't be processed: " + detail.
ApiError malformed(std::string_view detail);

}  // namespace tombola::dynamodb::partiql
