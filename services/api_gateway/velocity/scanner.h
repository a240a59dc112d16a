// The text of a template and how far it has been read; what templates and expressions both need.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "services/api_gateway/velocity/syntax.h"

namespace tombola::services::velocity {

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  // '\0' behind the end.
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  std::size_t position() const { return at_; }
  void go_to(std::size_t position) { at_ = position; }
  void skip(std::size_t count = 1) { at_ += count; }
  std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }
  std::string_view rest() const { return text_.substr(at_); }

  bool take(std::string_view expected);
  // Throws TemplateError.
  void expect(char expected);
  void skip_space();
  // Blanks and the end of the line, if nothing else is on it: a directive takes them along.
  void skip_end_of_line();
  // Letters, digits, '-' and '_', the first a letter or '_'; empty: there is none.
  std::string take_name();
  // Throws TemplateError that names the line.
  [[noreturn]] void fail(const std::string& problem) const;

  // Blocks, lists and parentheses within one another have a bound.
  class Nesting {
   public:
    explicit Nesting(Scanner& scanner);
    ~Nesting() { --scanner_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Scanner& scanner_;
  };

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

bool begins_name(char letter);

// At a '$'. False, and nothing is read: it is only a dollar sign.
bool take_reference(Scanner& scanner, Reference& reference);
ExpressionPtr parse_expression(Scanner& scanner);

}  // namespace tombola::services::velocity
