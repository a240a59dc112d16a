// The words of an expression. One tokenizer serves all five kinds, as on AWS: so SET, REMOVE, ADD
// and DELETE cannot be used as bare names in a condition either.
//
// A byte that fits nothing is a token of its own (Unknown); the parser refuses it where it stands.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::dynamodb {

enum class TokenType {
  Name,              // letter, then letters, digits, _
  NamePlaceholder,   // #name
  ValuePlaceholder,  // :value
  Integer,           // 0, or digits that do not begin with 0
  And,
  Or,
  Not,
  Between,
  In,
  Set,
  Remove,
  Add,
  Delete,
  Equal,
  NotEqual,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  Plus,
  Minus,
  LeftParenthesis,
  RightParenthesis,
  LeftBracket,
  RightBracket,
  Comma,
  Dot,
  Unknown,
  End,
};

// Bytes [begin, end) of the text.
struct Token {
  TokenType type = TokenType::End;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Always ends with End. Keywords are recognised in any case.
std::vector<Token> tokenize(std::string_view text);

// `Syntax error; token: "=", near: "= = b"`: the token that does not fit, and the text from the
// token before it to the token after it. The end of the text is the token <EOF>.
std::string syntax_error(std::string_view text, const std::vector<Token>& tokens, std::size_t at);

}  // namespace tombola::dynamodb
