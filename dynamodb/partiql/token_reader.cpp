#include "dynamodb/partiql/token_reader.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/limits.h"

namespace tombola::dynamodb::partiql {

Token TokenReader::take() {
  Token token = head();
  if (!token.is(TokenType::End)) ++at_;
  return token;
}

bool TokenReader::take_if(TokenType type) {
  if (!head().is(type)) return false;
  take();
  return true;
}

bool TokenReader::take_keyword(std::string_view word) {
  if (!head().is_keyword(word)) return false;
  take();
  return true;
}

bool TokenReader::take_operator(std::string_view sign) {
  if (!head().is_operator(sign)) return false;
  take();
  return true;
}

void TokenReader::expect(TokenType type) {
  if (!take_if(type)) throw malformed(fmt::format("Expected {}", to_string(type)));
}

void TokenReader::expect_keyword(std::string_view word) {
  if (take_keyword(word)) return;
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  throw malformed(fmt::format("Expected {} keyword", upper));
}

void TokenReader::count_operator() {
  if (++operators_ > limits::expression_operators_max) {
    throw ApiError::validation(
        fmt::format("The expression contains too many operators; operator count: {}", operators_));
  }
}

TokenReader::Nesting::Nesting(TokenReader& reader) : reader_(reader) {
  if (reader_.depth_ >= limits::partiql_nesting_max) {
    throw malformed("The statement has too many nesting levels");
  }
  ++reader_.depth_;
}

}  // namespace tombola::dynamodb::partiql
