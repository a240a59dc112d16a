// The tokens of a statement, one after the other, and what parsing has counted so far.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "dynamodb/partiql/token.h"

namespace tombola::dynamodb::partiql {

class TokenReader {
 public:
  explicit TokenReader(std::string_view statement) : tokens_(tokenize(statement)) {}

  const Token& head() const { return tokens_[at_]; }
  // The token after the head; End repeats.
  const Token& next() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  Token take();

  bool take_if(TokenType type);
  bool take_keyword(std::string_view word);
  bool take_operator(std::string_view sign);
  // Each throws malformed(): "Expected RIGHT_PAREN", "Expected AND keyword".
  void expect(TokenType type);
  void expect_keyword(std::string_view word);

  // The number of this ?, from 0.
  std::size_t count_parameter() { return parameters_++; }
  std::size_t parameter_count() const { return parameters_; }
  // Throws "The expression contains too many operators; operator count: 301".
  void count_operator();

  // Held while something nested is read. Throws beyond limits::partiql_nesting_max.
  class Nesting {
   public:
    explicit Nesting(TokenReader& reader);
    ~Nesting() { --reader_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    TokenReader& reader_;
  };

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t parameters_ = 0;
  int operators_ = 0;
  int depth_ = 0;
};

}  // namespace tombola::dynamodb::partiql
