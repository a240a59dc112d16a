// A directive takes the rest of its line along when nothing else is on it, as Velocity's does; #set
// the blanks before it, too.
#include "services/api_gateway/velocity/parser.h"

#include <fmt/format.h>

#include "services/api_gateway/velocity/limits.h"
#include "services/api_gateway/velocity/scanner.h"

namespace tombola::services::velocity {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : scanner_(text) {}

  Block parse() {
    Block block = parse_block();
    if (!ended_by_.empty()) {
      scanner_.fail("#" + ended_by_ + " without its beginning");
    }
    return block;
  }

 private:
  // Up to the directive that ends it, whose name is in ended_by_ then, or the end.
  Block parse_block() {
    const Scanner::Nesting nesting(scanner_);
    Block block;
    std::string text;
    const auto end_text = [&] {
      if (!text.empty()) {
        block.push_back({Text{std::exchange(text, {})}});
      }
    };
    ended_by_.clear();
    while (!scanner_.at_end()) {
      const char letter = scanner_.peek();
      if (letter == '\\' && is_mark(scanner_.peek(1))) {
        scanner_.skip();
        take_letter(text);
      } else if (letter == '$') {
        Reference reference;
        if (take_reference(scanner_, reference)) {
          end_text();
          block.push_back({std::move(reference)});
        } else {
          take_letter(text);
        }
      } else if (letter == '#' && skip_comment()) {
        continue;
      } else if (const std::string name = letter == '#' ? take_directive_name() : "";
                 !name.empty()) {
        if (name == "set") {
          text.erase(text.find_last_not_of(" \t") + 1);
        }
        end_text();
        if (name == "end" || name == "else" || name == "elseif") {
          ended_by_ = name;
          return block;
        }
        block.push_back(parse_directive(name));
      } else {
        take_letter(text);
      }
    }
    end_text();
    return block;
  }

  static bool is_mark(char letter) { return letter == '$' || letter == '#'; }

  void take_letter(std::string& text) {
    text.push_back(scanner_.peek());
    scanner_.skip();
  }

  // ## to the end of the line, #* ... *#, #[[ ... ]]# is none.
  bool skip_comment() {
    if (scanner_.take("##")) {
      while (!scanner_.at_end() && scanner_.peek() != '\n') {
        scanner_.skip();
      }
      scanner_.take("\n");
      return true;
    }
    if (!scanner_.take("#*")) {
      return false;
    }
    while (!scanner_.at_end() && !scanner_.take("*#")) {
      scanner_.skip();
    }
    return true;
  }

  // The name of a directive; empty, and nothing is read: it is only a number sign.
  std::string take_directive_name() {
    const std::size_t start = scanner_.position();
    scanner_.skip();
    const bool braces = scanner_.take("{");
    const std::string name = scanner_.take_name();
    for (const std::string_view known :
         {"set", "if", "elseif", "else", "end", "foreach", "break", "stop", "macro", "parse",
          "include", "define", "evaluate"}) {
      if (name == known && (!braces || scanner_.take("}"))) {
        if (name == "end" || name == "else" || name == "break" || name == "stop") {
          scanner_.skip_end_of_line();
        }
        return name;
      }
    }
    scanner_.go_to(start);
    return "";
  }

  Node parse_directive(const std::string& name) {
    if (name == "set") {
      return parse_set();
    }
    if (name == "if") {
      return parse_if();
    }
    if (name == "foreach") {
      return parse_foreach();
    }
    if (name == "break") {
      return {Break{}};
    }
    if (name == "stop") {
      return {Stop{}};
    }
    scanner_.fail(fmt::format("API Gateway does not have #{}", name));
  }

  void open_parenthesis() {
    scanner_.skip_space();
    scanner_.expect('(');
    scanner_.skip_space();
  }

  void close_parenthesis() {
    scanner_.skip_space();
    scanner_.expect(')');
    scanner_.skip_end_of_line();
  }

  Reference expect_reference() {
    Reference reference;
    if (scanner_.peek() != '$' || !take_reference(scanner_, reference)) {
      scanner_.fail("a reference is missing");
    }
    return reference;
  }

  Node parse_set() {
    open_parenthesis();
    Set set;
    set.target = expect_reference();
    scanner_.skip_space();
    scanner_.expect('=');
    set.value = parse_expression(scanner_);
    close_parenthesis();
    return {std::move(set)};
  }

  Node parse_if() {
    If node;
    do {
      open_parenthesis();
      ExpressionPtr condition = parse_expression(scanner_);
      close_parenthesis();
      Block block = parse_block();
      node.branches.emplace_back(std::move(condition), std::move(block));
    } while (ended_by_ == "elseif");
    if (ended_by_ == "else") {
      node.otherwise = parse_block();
    }
    expect_end("if");
    return {std::move(node)};
  }

  Node parse_foreach() {
    open_parenthesis();
    Foreach loop;
    loop.variable = expect_reference().name;
    scanner_.skip_space();
    if (scanner_.take_name() != "in") {
      scanner_.fail("'in' is missing");
    }
    loop.values = parse_expression(scanner_);
    close_parenthesis();
    loop.body = parse_block();
    expect_end("foreach");
    return {std::move(loop)};
  }

  void expect_end(const char* of) {
    if (ended_by_ != "end") {
      scanner_.fail(fmt::format("#end of #{} is missing", of));
    }
    ended_by_.clear();
  }

  Scanner scanner_;
  std::string ended_by_;
};

}  // namespace

Block parse_template(std::string_view text) {
  if (text.size() > limits::template_size_bytes_max) {
    throw TemplateError("a mapping template has at most 300 KB");
  }
  return Parser(text).parse();
}

}  // namespace tombola::services::velocity
