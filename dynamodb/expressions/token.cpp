#include "dynamodb/expressions/token.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace tombola::dynamodb {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool equals_ignoring_case(std::string_view word, std::string_view upper) {
  if (word.size() != upper.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i];
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c != upper[i]) return false;
  }
  return true;
}

TokenType name_or_keyword(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, TokenType>, 9> keywords = {{
      {"AND", TokenType::And},
      {"OR", TokenType::Or},
      {"NOT", TokenType::Not},
      {"BETWEEN", TokenType::Between},
      {"IN", TokenType::In},
      {"SET", TokenType::Set},
      {"REMOVE", TokenType::Remove},
      {"ADD", TokenType::Add},
      {"DELETE", TokenType::Delete},
  }};
  for (const auto& [keyword, type] : keywords) {
    if (equals_ignoring_case(word, keyword)) return type;
  }
  return TokenType::Name;
}

TokenType single_character(char c) {
  switch (c) {
    case '=':
      return TokenType::Equal;
    case '<':
      return TokenType::Less;
    case '>':
      return TokenType::Greater;
    case '+':
      return TokenType::Plus;
    case '-':
      return TokenType::Minus;
    case '(':
      return TokenType::LeftParenthesis;
    case ')':
      return TokenType::RightParenthesis;
    case '[':
      return TokenType::LeftBracket;
    case ']':
      return TokenType::RightBracket;
    case ',':
      return TokenType::Comma;
    case '.':
      return TokenType::Dot;
    default:
      return TokenType::Unknown;
  }
}

// A character outside ASCII is one token, however many bytes it has, so that what an error quotes
// is still UTF-8.
std::size_t character_end(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return end;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word(text[at])) ++at;
  return at;
}

Token next_token(std::string_view text, std::size_t at) {
  char c = text[at];
  if (is_letter(c)) {
    std::size_t end = word_end(text, at);
    return {name_or_keyword(text.substr(at, end - at)), at, end};
  }
  if (c == '#' || c == ':') {
    std::size_t end = word_end(text, at + 1);
    if (end == at + 1) return {TokenType::Unknown, at, end};
    return {c == '#' ? TokenType::NamePlaceholder : TokenType::ValuePlaceholder, at, end};
  }
  if (is_digit(c)) {
    std::size_t end = at + 1;
    while (c != '0' && end < text.size() && is_digit(text[end])) ++end;
    return {TokenType::Integer, at, end};
  }
  std::string_view pair = text.substr(at, 2);
  if (pair == "<>") return {TokenType::NotEqual, at, at + 2};
  if (pair == "<=") return {TokenType::LessOrEqual, at, at + 2};
  if (pair == ">=") return {TokenType::GreaterOrEqual, at, at + 2};
  return {single_character(c), at, character_end(text, at)};
}

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    tokens.push_back(next_token(text, at));
    at = tokens.back().end;
  }
  tokens.push_back({TokenType::End, text.size(), text.size()});
  return tokens;
}

std::string syntax_error(std::string_view text, const std::vector<Token>& tokens, std::size_t at) {
  const Token& token = tokens[at];
  std::string_view word = token.type == TokenType::End
                              ? std::string_view("<EOF>")
                              : text.substr(token.begin, token.end - token.begin);
  std::size_t begin = at > 0 ? tokens[at - 1].begin : token.begin;
  // <EOF> has no text of its own: the window then ends with the last token, not with blanks after
  // it.
  std::size_t end = token.end;
  if (at + 1 < tokens.size() && tokens[at + 1].type != TokenType::End) {
    end = tokens[at + 1].end;
  } else if (token.type == TokenType::End) {
    end = at > 0 ? tokens[at - 1].end : begin;
  }
  return fmt::format("Syntax error; token: \"{}\", near: \"{}\"", word,
                     text.substr(begin, end - begin));
}

}  // namespace tombola::dynamodb
