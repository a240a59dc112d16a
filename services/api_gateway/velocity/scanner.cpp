#include "services/api_gateway/velocity/scanner.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "services/api_gateway/velocity/limits.h"
#include "services/api_gateway/velocity/parser.h"

namespace tombola::services::velocity {
namespace {

bool is_in_name(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '-';
}

std::vector<ExpressionPtr> take_arguments(Scanner& scanner) {
  std::vector<ExpressionPtr> arguments;
  scanner.skip_space();
  while (!scanner.take(")")) {
    arguments.push_back(parse_expression(scanner));
    scanner.skip_space();
    if (scanner.peek() != ')') {
      scanner.expect(',');
    }
  }
  return arguments;
}

// .name, .name(...), [...]; false: none of them follows.
bool take_access(Scanner& scanner, Reference& reference) {
  if (scanner.peek() == '.' && begins_name(scanner.peek(1))) {
    scanner.skip();
    Access access{Access::Kind::Member, scanner.take_name(), {}};
    if (scanner.take("(")) {
      access.kind = Access::Kind::Method;
      access.arguments = take_arguments(scanner);
    }
    reference.accesses.push_back(std::move(access));
    return true;
  }
  if (scanner.peek() != '[') {
    return false;
  }
  // In text, a bracket behind a reference may be only that.
  const std::size_t start = scanner.position();
  try {
    scanner.skip();
    Access access{Access::Kind::Index, "", {}};
    access.arguments.push_back(parse_expression(scanner));
    scanner.skip_space();
    scanner.expect(']');
    reference.accesses.push_back(std::move(access));
    return true;
  } catch (const TemplateError&) {
    scanner.go_to(start);
    return false;
  }
}

}  // namespace

bool begins_name(char letter) {
  return std::isalpha(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

bool Scanner::take(std::string_view expected) {
  if (!rest().starts_with(expected)) {
    return false;
  }
  at_ += expected.size();
  return true;
}

void Scanner::expect(char expected) {
  if (peek() != expected || at_end()) {
    fail(fmt::format("'{}' is missing", expected));
  }
  ++at_;
}

void Scanner::skip_space() {
  while (!at_end() && std::isspace(static_cast<unsigned char>(peek())) != 0) {
    ++at_;
  }
}

void Scanner::skip_end_of_line() {
  std::size_t end = at_;
  while (end < text_.size() && (text_[end] == ' ' || text_[end] == '\t')) {
    ++end;
  }
  if (end < text_.size() && text_[end] == '\r') {
    at_ = ++end;
  }
  if (end < text_.size() && text_[end] == '\n') {
    at_ = end + 1;
  }
}

std::string Scanner::take_name() {
  const std::size_t start = at_;
  if (begins_name(peek())) {
    while (is_in_name(peek())) {
      ++at_;
    }
  }
  return std::string(since(start));
}

void Scanner::fail(const std::string& problem) const {
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(at_, text_.size()));
  throw TemplateError(
      fmt::format("line {}: {}", 1 + std::count(text_.begin(), end, '\n'), problem));
}

Scanner::Nesting::Nesting(Scanner& scanner) : scanner_(scanner) {
  if (scanner_.depth_ >= limits::nesting_max) {
    scanner_.fail("nested too deeply");
  }
  ++scanner_.depth_;
}

bool take_reference(Scanner& scanner, Reference& reference) {
  const Scanner::Nesting nesting(scanner);
  const std::size_t start = scanner.position();
  scanner.skip();
  reference.quiet = scanner.take("!");
  const bool braces = scanner.take("{");
  reference.name = scanner.take_name();
  if (reference.name.empty()) {
    scanner.go_to(start);
    return false;
  }
  while (take_access(scanner, reference)) {
  }
  if (braces && !scanner.take("}")) {
    scanner.go_to(start);
    return false;
  }
  reference.source = scanner.since(start);
  return true;
}

}  // namespace tombola::services::velocity
