// Precedence, the loosest first: || && == != < <= > >= + - * / % ! ; the words or, and, eq, ne, lt,
// le, gt, ge, not are the same.
#include <array>
#include <cctype>
#include <charconv>
#include <span>

#include "services/api_gateway/velocity/parser.h"
#include "services/api_gateway/velocity/scanner.h"

namespace tombola::services::velocity {
namespace {

template <typename Form>
ExpressionPtr expression(Form form) {
  return std::make_unique<const Expression>(Expression{std::move(form)});
}

struct Sign {
  std::string_view sign;
  std::string_view word;  // empty: it has none
  Operator meaning;
};

constexpr std::array<Sign, 1> or_signs = {{{"||", "or", Operator::Or}}};
constexpr std::array<Sign, 1> and_signs = {{{"&&", "and", Operator::And}}};
constexpr std::array<Sign, 2> equality_signs = {
    {{"==", "eq", Operator::Equal}, {"!=", "ne", Operator::Unequal}}};
// The longer ones first.
constexpr std::array<Sign, 4> order_signs = {{{"<=", "le", Operator::LessEqual},
                                              {">=", "ge", Operator::GreaterEqual},
                                              {"<", "lt", Operator::Less},
                                              {">", "gt", Operator::Greater}}};
constexpr std::array<Sign, 2> sum_signs = {{{"+", "", Operator::Plus}, {"-", "", Operator::Minus}}};
constexpr std::array<Sign, 3> product_signs = {
    {{"*", "", Operator::Times}, {"/", "", Operator::Divide}, {"%", "", Operator::Remainder}}};
constexpr std::array<std::span<const Sign>, 6> levels = {or_signs,    and_signs, equality_signs,
                                                         order_signs, sum_signs, product_signs};

bool take_word(Scanner& scanner, std::string_view word) {
  const std::size_t start = scanner.position();
  if (!word.empty() && scanner.take_name() == word) {
    return true;
  }
  scanner.go_to(start);
  return false;
}

const Sign* take_sign(Scanner& scanner, std::span<const Sign> signs) {
  scanner.skip_space();
  for (const Sign& sign : signs) {
    if (scanner.take(sign.sign) || take_word(scanner, sign.word)) {
      return &sign;
    }
  }
  return nullptr;
}

// A quote within is written twice.
std::string take_quoted(Scanner& scanner, char quote) {
  std::string text;
  scanner.expect(quote);
  for (;;) {
    if (scanner.at_end()) {
      scanner.fail("a text has no end");
    }
    if (scanner.peek() == quote) {
      scanner.skip();
      if (scanner.peek() != quote) {
        return text;
      }
    }
    text.push_back(scanner.peek());
    scanner.skip();
  }
}

ExpressionPtr parse_text(Scanner& scanner, char quote) {
  std::string text = take_quoted(scanner, quote);
  if (quote == '"' && text.find_first_of("$#") != std::string::npos) {
    return expression(Interpolated{parse_template(text)});
  }
  return expression(Literal{std::move(text)});
}

ExpressionPtr parse_number(Scanner& scanner) {
  const std::size_t start = scanner.position();
  scanner.take("-");
  const auto skip_digits = [&] {
    while (std::isdigit(static_cast<unsigned char>(scanner.peek())) != 0) {
      scanner.skip();
    }
  };
  skip_digits();
  bool is_decimal = false;
  if (scanner.peek() == '.' && std::isdigit(static_cast<unsigned char>(scanner.peek(1))) != 0) {
    is_decimal = true;
    scanner.skip();
    skip_digits();
  }
  const std::string text(scanner.since(start));
  if (!is_decimal) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) {
      return expression(Literal{number});
    }
  }
  return expression(Literal{std::strtod(text.c_str(), nullptr)});
}

ExpressionPtr parse_list(Scanner& scanner) {
  scanner.expect('[');
  ListLiteral list;
  scanner.skip_space();
  while (!scanner.take("]")) {
    list.elements.push_back(parse_expression(scanner));
    scanner.skip_space();
    if (list.elements.size() == 1 && scanner.take("..")) {
      ExpressionPtr to = parse_expression(scanner);
      scanner.skip_space();
      scanner.expect(']');
      return expression(RangeLiteral{std::move(list.elements.front()), std::move(to)});
    }
    if (scanner.peek() != ']') {
      scanner.expect(',');
    }
  }
  return expression(std::move(list));
}

ExpressionPtr parse_map(Scanner& scanner) {
  scanner.expect('{');
  MapLiteral map;
  scanner.skip_space();
  while (!scanner.take("}")) {
    ExpressionPtr key = parse_expression(scanner);
    scanner.skip_space();
    scanner.expect(':');
    map.entries.emplace_back(std::move(key), parse_expression(scanner));
    scanner.skip_space();
    if (scanner.peek() != '}') {
      scanner.expect(',');
    }
    scanner.skip_space();
  }
  return expression(std::move(map));
}

ExpressionPtr parse_word(Scanner& scanner) {
  const std::string word = scanner.take_name();
  if (word == "true" || word == "false") {
    return expression(Literal{word == "true"});
  }
  if (word == "null") {
    return expression(Literal{});
  }
  scanner.fail("'" + word + "' is neither a value nor a reference");
}

ExpressionPtr parse_operand(Scanner& scanner) {
  const Scanner::Nesting nesting(scanner);
  scanner.skip_space();
  const char letter = scanner.peek();
  const std::size_t start = scanner.position();
  if (letter == '!' || take_word(scanner, "not")) {
    if (scanner.position() == start) {
      scanner.skip();
    }
    return expression(Negation{parse_operand(scanner)});
  }
  if (letter == '(') {
    scanner.skip();
    ExpressionPtr inner = parse_expression(scanner);
    scanner.skip_space();
    scanner.expect(')');
    return inner;
  }
  if (letter == '$') {
    Reference reference;
    if (!take_reference(scanner, reference)) {
      scanner.fail("a reference is not well formed");
    }
    return expression(std::move(reference));
  }
  if (letter == '"' || letter == '\'') {
    return parse_text(scanner, letter);
  }
  if (letter == '[') {
    return parse_list(scanner);
  }
  if (letter == '{') {
    return parse_map(scanner);
  }
  if (begins_name(letter)) {
    return parse_word(scanner);
  }
  if (std::isdigit(static_cast<unsigned char>(letter)) != 0 || letter == '-') {
    return parse_number(scanner);
  }
  scanner.fail("a value is missing");
}

ExpressionPtr parse_level(Scanner& scanner, std::size_t level) {
  if (level == levels.size()) {
    return parse_operand(scanner);
  }
  ExpressionPtr left = parse_level(scanner, level + 1);
  for (;;) {
    const std::size_t start = scanner.position();
    const Sign* sign = take_sign(scanner, levels[level]);
    if (sign == nullptr) {
      scanner.go_to(start);
      return left;
    }
    left = expression(Operation{sign->meaning, std::move(left), parse_level(scanner, level + 1)});
  }
}

}  // namespace

ExpressionPtr parse_expression(Scanner& scanner) {
  const Scanner::Nesting nesting(scanner);
  return parse_level(scanner, 0);
}

}  // namespace tombola::services::velocity
