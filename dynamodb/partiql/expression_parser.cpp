// Expressions by precedence climbing: an operand, then operators that bind more tightly than the
// one that called, each with its right side.
#include <array>
#include <optional>

#include "dynamodb/partiql/parser.h"

namespace tombola::dynamodb::partiql {
namespace {

using Type = SyntaxNode::Type;

// From loose to tight.
constexpr int any_precedence = -1;
constexpr int or_precedence = 10;
constexpr int and_precedence = 20;
constexpr int not_precedence = 30;
constexpr int equality_precedence = 40;
constexpr int comparison_precedence = 50;
constexpr int addition_precedence = 60;
constexpr int multiplication_precedence = 70;

// An operator between two operands, maybe of two words: NOT IN, IS NOT.
struct Infix {
  Type type;
  std::string text;
  int precedence;
  bool is_negated = false;
};

std::optional<Infix> sign_infix(const std::string& sign) {
  if (sign == "=" || sign == "<>") return Infix{Type::Compare, sign, equality_precedence};
  if (sign == "<" || sign == "<=" || sign == ">" || sign == ">=") {
    return Infix{Type::Compare, sign, comparison_precedence};
  }
  if (sign == "+") return Infix{Type::Plus, sign, addition_precedence};
  if (sign == "-") return Infix{Type::Minus, sign, addition_precedence};
  if (sign == "||") return Infix{Type::Other, sign, addition_precedence};
  if (sign == "*" || sign == "/" || sign == "%") {
    return Infix{Type::Other, sign, multiplication_precedence};
  }
  return std::nullopt;
}

std::optional<Infix> word_infix(const std::string& word) {
  if (word == "or") return Infix{Type::Or, word, or_precedence};
  if (word == "and") return Infix{Type::And, word, and_precedence};
  if (word == "is") return Infix{Type::Is, word, equality_precedence};
  if (word == "in") return Infix{Type::In, word, equality_precedence};
  if (word == "between") return Infix{Type::Between, word, comparison_precedence};
  if (word == "like") return Infix{Type::Other, word, comparison_precedence};
  return std::nullopt;
}

SyntaxNode node_of(Type type, const Token& token) {
  SyntaxNode node;
  node.type = type;
  node.text = token.text;
  node.position = token.position;
  return node;
}

SyntaxNode negated(SyntaxNode node) {
  SyntaxNode negation;
  negation.type = Type::Not;
  negation.position = node.position;
  negation.children.push_back(std::move(node));
  return negation;
}

class ExpressionParser {
 public:
  explicit ExpressionParser(TokenReader& reader) : reader_(reader) {}

  SyntaxNode expression(int precedence);

 private:
  std::optional<Infix> head_infix() const;
  void take_infix(Infix& infix);
  SyntaxNode right_side(const Infix& infix);
  SyntaxNode combine(const Infix& infix, SyntaxNode left);
  SyntaxNode between(SyntaxNode node);
  SyntaxNode in(SyntaxNode node);
  SyntaxNode is(SyntaxNode node);

  SyntaxNode unary();
  SyntaxNode term();
  SyntaxNode keyword_term();
  SyntaxNode path_or_call();
  SyntaxNode call(const Token& name);
  SyntaxNode group();
  SyntaxNode structure();
  void list_until(SyntaxNode& node, TokenType end);

  TokenReader& reader_;
};

SyntaxNode ExpressionParser::expression(int precedence) {
  TokenReader::Nesting nesting(reader_);
  SyntaxNode left = unary();
  for (;;) {
    std::optional<Infix> infix = head_infix();
    if (!infix || infix->precedence <= precedence) return left;
    take_infix(*infix);
    reader_.count_operator();
    left = combine(*infix, std::move(left));
    if (infix->is_negated) left = negated(std::move(left));
  }
}

std::optional<Infix> ExpressionParser::head_infix() const {
  const Token& head = reader_.head();
  if (head.is(TokenType::Operator)) return sign_infix(head.text);
  if (!head.is(TokenType::Keyword)) return std::nullopt;
  if (head.text != "not" || !reader_.next().is(TokenType::Keyword)) return word_infix(head.text);
  std::optional<Infix> infix = word_infix(reader_.next().text);
  if (!infix || (infix->text != "in" && infix->text != "between" && infix->text != "like")) {
    return std::nullopt;
  }
  infix->is_negated = true;
  return infix;
}

void ExpressionParser::take_infix(Infix& infix) {
  reader_.take();
  if (infix.is_negated) reader_.take();
  if (infix.type == Type::Is) infix.is_negated = reader_.take_keyword("not");
}

SyntaxNode ExpressionParser::right_side(const Infix& infix) {
  if (reader_.head().is(TokenType::End)) {
    throw malformed("Missing right-hand side expression of infix operator");
  }
  return expression(infix.precedence);
}

SyntaxNode ExpressionParser::combine(const Infix& infix, SyntaxNode left) {
  // A chain of ANDs, or of ORs, is one node.
  bool is_chain = infix.type == Type::And || infix.type == Type::Or;
  if (is_chain && left.type == infix.type) {
    left.children.push_back(right_side(infix));
    return left;
  }
  SyntaxNode node;
  node.type = infix.type;
  node.text = infix.text;
  node.position = left.position;
  node.children.push_back(std::move(left));
  if (infix.type == Type::Is) return is(std::move(node));
  if (infix.type == Type::In) return in(std::move(node));
  node.children.push_back(right_side(infix));
  return infix.type == Type::Between ? between(std::move(node)) : node;
}

SyntaxNode ExpressionParser::between(SyntaxNode node) {
  reader_.expect_keyword("and");
  if (reader_.head().is(TokenType::End)) throw malformed("Expected expression after AND");
  node.children.push_back(expression(comparison_precedence));
  return node;
}

// IN (a, b) and IN [a, b] list the candidates; what else stands there is a list by itself.
SyntaxNode ExpressionParser::in(SyntaxNode node) {
  if (reader_.take_if(TokenType::LeftParenthesis)) {
    list_until(node, TokenType::RightParenthesis);
    return node;
  }
  SyntaxNode right = right_side({Type::In, "in", equality_precedence});
  if (right.type == Type::List) {
    for (SyntaxNode& candidate : right.children) node.children.push_back(std::move(candidate));
    return node;
  }
  node.text = "list";
  node.children.push_back(std::move(right));
  return node;
}

SyntaxNode ExpressionParser::is(SyntaxNode node) {
  if (!reader_.head().is(TokenType::Keyword)) throw malformed("Expected type name");
  node.text = reader_.take().text;
  return node;
}

SyntaxNode ExpressionParser::unary() {
  const Token head = reader_.head();
  if (reader_.take_keyword("not")) {
    reader_.count_operator();
    return negated(expression(not_precedence));
  }
  if (!head.is_operator("-") && !head.is_operator("+")) return term();
  reader_.take();
  TokenReader::Nesting nesting(reader_);
  SyntaxNode operand = unary();
  if (operand.type != Type::Number) throw malformed("Unexpected operator");
  if (head.text == "-") {
    operand.text = operand.text.starts_with('-') ? operand.text.substr(1) : "-" + operand.text;
  }
  return operand;
}

SyntaxNode ExpressionParser::term() {
  const Token head = reader_.head();
  switch (head.type) {
    case TokenType::Keyword:
      return keyword_term();
    case TokenType::Identifier:
    case TokenType::QuotedIdentifier:
      return path_or_call();
    case TokenType::LeftParenthesis:
      return group();
    case TokenType::LeftBrace:
      return structure();
    case TokenType::Operator:
      throw malformed("Unexpected operator");
    case TokenType::String:
    case TokenType::Number:
      return node_of(head.type == TokenType::String ? Type::String : Type::Number, reader_.take());
    case TokenType::Parameter: {
      SyntaxNode node = node_of(Type::Parameter, reader_.take());
      node.parameter = reader_.count_parameter();
      return node;
    }
    case TokenType::LeftBracket:
    case TokenType::LeftDoubleAngle: {
      bool is_list = head.is(TokenType::LeftBracket);
      SyntaxNode node = node_of(is_list ? Type::List : Type::Bag, reader_.take());
      TokenType end = is_list ? TokenType::RightBracket : TokenType::RightDoubleAngle;
      if (!reader_.take_if(end)) list_until(node, end);
      return node;
    }
    default:
      throw malformed("Unexpected term");
  }
}

SyntaxNode ExpressionParser::keyword_term() {
  const Token head = reader_.head();
  if (head.text == "true" || head.text == "false") return node_of(Type::Boolean, reader_.take());
  if (head.text == "null") return node_of(Type::Null, reader_.take());
  if (head.text == "missing") return node_of(Type::Missing, reader_.take());
  // Functions whose names are keywords.
  static constexpr std::array<std::string_view, 7> functions = {"size", "exists", "count", "avg",
                                                                "max",  "min",    "sum"};
  bool is_function = std::find(functions.begin(), functions.end(), head.text) != functions.end();
  if (!is_function || !reader_.next().is(TokenType::LeftParenthesis)) {
    throw malformed("Unexpected keyword");
  }
  return call(reader_.take());
}

SyntaxNode ExpressionParser::path_or_call() {
  if (reader_.next().is(TokenType::LeftParenthesis)) return call(reader_.take());
  SyntaxNode node = node_of(Type::Path, reader_.head());
  node.path = parse_simple_path(reader_);
  return node;
}

SyntaxNode ExpressionParser::call(const Token& name) {
  reader_.count_operator();
  SyntaxNode node = node_of(Type::Call, name);
  std::transform(node.text.begin(), node.text.end(), node.text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  reader_.expect(TokenType::LeftParenthesis);
  // COUNT(*): that it is not supported is told of the whole call.
  if (reader_.take_operator("*")) {
    reader_.expect(TokenType::RightParenthesis);
    return node;
  }
  if (!reader_.take_if(TokenType::RightParenthesis)) {
    list_until(node, TokenType::RightParenthesis);
  }
  return node;
}

// One expression in parentheses is itself; several are a list.
SyntaxNode ExpressionParser::group() {
  SyntaxNode list = node_of(Type::List, reader_.take());
  list_until(list, TokenType::RightParenthesis);
  if (list.children.size() > 1) return list;
  SyntaxNode only = std::move(list.children.front());
  return only;
}

SyntaxNode ExpressionParser::structure() {
  SyntaxNode node = node_of(Type::Struct, reader_.take());
  if (reader_.take_if(TokenType::RightBrace)) return node;
  do {
    node.children.push_back(expression(any_precedence));
    reader_.expect(TokenType::Colon);
    node.children.push_back(expression(any_precedence));
  } while (reader_.take_if(TokenType::Comma));
  reader_.expect(TokenType::RightBrace);
  return node;
}

void ExpressionParser::list_until(SyntaxNode& node, TokenType end) {
  do {
    node.children.push_back(expression(any_precedence));
  } while (reader_.take_if(TokenType::Comma));
  reader_.expect(end);
}

bool is_name(const Token& token) {
  return token.is(TokenType::Identifier) || token.is(TokenType::QuotedIdentifier);
}

SyntaxPathElement bracketed(TokenReader& reader) {
  const Token part = reader.take();
  SyntaxPathElement element{part.is(TokenType::Number), part.text};
  bool is_index =
      element.is_index && part.text.find_first_not_of("0123456789") == std::string::npos;
  if (!is_index && !part.is(TokenType::String)) {
    throw malformed("Invalid path component for simple path");
  }
  reader.expect(TokenType::RightBracket);
  return element;
}

}  // namespace

SyntaxNode parse_expression(TokenReader& reader) {
  return ExpressionParser(reader).expression(any_precedence);
}

SyntaxPath parse_simple_path(TokenReader& reader) {
  if (!is_name(reader.head())) throw malformed("Expected identifier for simple path");
  SyntaxPath path = {{false, reader.take().text}};
  for (;;) {
    if (reader.take_if(TokenType::LeftBracket)) {
      path.push_back(bracketed(reader));
    } else if (reader.take_if(TokenType::Dot)) {
      if (!is_name(reader.head())) throw malformed("Invalid path dot component");
      path.push_back({false, reader.take().text});
    } else {
      return path;
    }
  }
}

}  // namespace tombola::dynamodb::partiql
