#include "dynamodb/expressions/syntax_reader.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

// Observed on AWS (October 2026): the older request layer tells the size, except for updates.
ApiError too_large(const ExpressionSource& source) {
  std::string sentence = "Expression size has exceeded the maximum allowed size;";
  if (source.layer == ValueLayer::Older && source.kind != ExpressionKind::Update) {
    sentence += fmt::format(" expression size: {}", source.text.size());
  }
  return source.refusal(sentence);
}

}  // namespace

SyntaxReader::SyntaxReader(const ExpressionSource& source) : source_(source) {
  if (source.text.empty()) throw source.refusal("The expression can not be empty;");
  if (source.text.size() > limits::expression_size_bytes_max) throw too_large(source);
  tokens_ = tokenize(source.text);
}

TokenType SyntaxReader::peek(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].type : TokenType::End;
}

std::string_view SyntaxReader::take() {
  const Token& token = tokens_[at_++];
  return source_.text.substr(token.begin, token.end - token.begin);
}

std::string_view SyntaxReader::expect(TokenType type) {
  if (peek() != type) fail();
  return take();
}

void SyntaxReader::fail() const {
  throw source_.refusal(syntax_error(source_.text, tokens_, at_));
}

SyntaxPath SyntaxReader::path() {
  SyntaxPath path;
  auto take_name = [&] {
    TokenType type = peek();
    if (type != TokenType::Name && type != TokenType::NamePlaceholder) fail();
    path.push_back({type, take()});
  };
  take_name();
  for (;;) {
    if (peek() == TokenType::Dot) {
      take();
      take_name();
    } else if (peek() == TokenType::LeftBracket) {
      take();
      path.push_back({TokenType::Integer, expect(TokenType::Integer)});
      expect(TokenType::RightBracket);
    } else {
      return path;
    }
  }
}

}  // namespace tombola::dynamodb
