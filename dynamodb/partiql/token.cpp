#include "dynamodb/partiql/token.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tombola::dynamodb::partiql {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool begins_name(char c) {
  return is_letter(c) || c == '_' || c == '$';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_keyword_character(char c) {
  return begins_name(c) || is_digit(c);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

struct Sign {
  std::string_view text;
  TokenType type;
};
// The longer ones first.
constexpr std::array<Sign, 29> signs = {{
    {"<<", TokenType::LeftDoubleAngle},
    {">>", TokenType::RightDoubleAngle},
    {"<=", TokenType::Operator},
    {">=", TokenType::Operator},
    {"<>", TokenType::Operator},
    {"!=", TokenType::Operator},
    {"||", TokenType::Operator},
    {"<", TokenType::Operator},
    {">", TokenType::Operator},
    {"=", TokenType::Operator},
    {"+", TokenType::Operator},
    {"-", TokenType::Operator},
    {"*", TokenType::Operator},
    {"/", TokenType::Operator},
    {"%", TokenType::Operator},
    {"@", TokenType::Operator},
    {"~", TokenType::Operator},
    {"^", TokenType::Operator},
    {"?", TokenType::Parameter},
    {"(", TokenType::LeftParenthesis},
    {")", TokenType::RightParenthesis},
    {"[", TokenType::LeftBracket},
    {"]", TokenType::RightBracket},
    {"{", TokenType::LeftBrace},
    {"}", TokenType::RightBrace},
    {":", TokenType::Colon},
    {",", TokenType::Comma},
    {".", TokenType::Dot},
    {";", TokenType::Semicolon},
}};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) tokens_.push_back(next());
    tokens_.push_back({TokenType::End, "", position_});
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool starts_with(std::string_view text) const { return text_.substr(at_).starts_with(text); }

  // Over `count` bytes; columns count characters, so the later bytes of one do not.
  void advance(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at_) {
      if (text_[at_] == '\n') {
        ++position_.line;
        position_.column = 1;
      } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) {
        ++position_.column;
      }
    }
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      if (is_blank(peek())) {
        advance(1);
      } else if (starts_with("--")) {
        advance(std::min(text_.find('\n', at_), text_.size()) - at_);
      } else if (starts_with("/*")) {
        std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) throw malformed("Unexpected end of comment");
        advance(end + 2 - at_);
      } else {
        return;
      }
    }
  }

  Token next() {
    Token token;
    token.position = position_;
    std::size_t begin = at_;
    if (begins_name(peek())) {
      read_word(token);
    } else if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) {
      read_number(token);
    } else if (peek() == '\'' || peek() == '"') {
      token.type = peek() == '"' ? TokenType::QuotedIdentifier : TokenType::String;
      read_quoted(token, peek());
    } else {
      read_sign(token);
    }
    token.position.length = characters(text_.substr(begin, at_ - begin));
    return token;
  }

  static std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
  }

  void read_word(Token& token) {
    std::size_t length = 0;
    while (is_keyword_character(peek(length))) ++length;
    token.text = text_.substr(at_, length);
    advance(length);
    std::string word = lower(token.text);
    token.type = is_keyword(word) ? TokenType::Keyword : TokenType::Identifier;
    if (token.type == TokenType::Keyword) token.text = std::move(word);
  }

  // digits[.digits][e[sign]digits]; what is no number in the end is Number's to refuse.
  void read_number(Token& token) {
    token.type = TokenType::Number;
    std::size_t length = 0;
    while (is_digit(peek(length))) ++length;
    if (peek(length) == '.') {
      ++length;
      while (is_digit(peek(length))) ++length;
    }
    if (peek(length) == 'e' || peek(length) == 'E') {
      ++length;
      if (peek(length) == '+' || peek(length) == '-') ++length;
      while (is_digit(peek(length))) ++length;
    }
    token.text = text_.substr(at_, length);
    advance(length);
  }

  void read_quoted(Token& token, char quote) {
    advance(1);
    for (;;) {
      std::size_t end = text_.find(quote, at_);
      if (end == std::string_view::npos) throw malformed("Unexpected end of quoted text");
      token.text.append(text_.substr(at_, end - at_));
      advance(end + 1 - at_);
      if (peek() != quote) return;
      token.text.push_back(quote);
      advance(1);
    }
  }

  void read_sign(Token& token) {
    const auto* sign = std::find_if(signs.begin(), signs.end(),
                                    [&](const Sign& row) { return starts_with(row.text); });
    if (sign == signs.end()) throw malformed("Unexpected character");
    token.type = sign->type;
    token.text = sign->text == "!=" ? "<>" : sign->text;
    advance(sign->text.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Position position_;
  std::vector<Token> tokens_;
};

}  // namespace

std::string Position::to_string() const {
  return fmt::format("{}:{}:{}", line, column, length);
}

std::string_view to_string(TokenType type) {
  switch (type) {
    case TokenType::RightParenthesis:
      return "RIGHT_PAREN";
    case TokenType::RightBracket:
      return "RIGHT_BRACKET";
    case TokenType::RightBrace:
      return "RIGHT_CURLY";
    case TokenType::RightDoubleAngle:
      return "RIGHT_DOUBLE_ANGLE_BRACKET";
    case TokenType::LeftParenthesis:
      return "LEFT_PAREN";
    case TokenType::Colon:
      return "COLON";
    default:
      return "IDENTIFIER";
  }
}

std::vector<Token> tokenize(std::string_view statement) {
  return Tokenizer(statement).run();
}

ApiError malformed(std::string_view detail) {
  return ApiError::validation(
      fmt::format("Statement wasn't well formed, can't be processed: {}", detail));
}

}  // namespace tombola::dynamodb::partiql
