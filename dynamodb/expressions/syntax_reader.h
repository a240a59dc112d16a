// Steps through the tokens of one expression. The first token that does not fit is refused with the
// syntax error that names it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "dynamodb/expressions/parser.h"

namespace tombola::dynamodb {

class SyntaxReader {
 public:
  // Throws ApiError::validation: the expression is empty or larger than
  // limits::expression_size_bytes_max. `source` outlives the reader.
  explicit SyntaxReader(const ExpressionSource& source);

  const ExpressionSource& source() const { return source_; }

  TokenType peek(std::size_t ahead = 0) const;
  // The text of the token, which is then behind.
  std::string_view take();
  std::string_view expect(TokenType type);
  [[noreturn]] void fail() const;

  // name, then .name or [index].
  SyntaxPath path();

 private:
  const ExpressionSource& source_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace tombola::dynamodb
