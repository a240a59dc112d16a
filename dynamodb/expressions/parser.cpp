#include "dynamodb/expressions/parser.h"

#include <utility>

#include <fmt/format.h>

#include "dynamodb/expressions/syntax_reader.h"
#include "dynamodb/expressions/value_parser.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

// The count stops at the first one too many (observed on AWS: an expression of 800 operators is
// refused with 301).
void check_operator_count(const ExpressionSource& source, int count) {
  if (count <= limits::expression_operators_max) return;
  throw source.refusal(fmt::format("The expression contains too many operators; operator count: {}",
                                   limits::expression_operators_max + 1));
}

class UpdateParser {
 public:
  explicit UpdateParser(const ExpressionSource& source)
      : reader_(source), values_(reader_, update_.values) {}

  SyntaxUpdate read();

 private:
  SyntaxUpdateSection section();
  SyntaxUpdateAction action(TokenType section);

  SyntaxReader reader_;
  SyntaxUpdate update_;
  ValueParser values_;
};

SyntaxUpdate UpdateParser::read() {
  do {
    update_.sections.push_back(section());
  } while (reader_.peek() != TokenType::End);
  check_operator_count(reader_.source(), values_.operator_count());
  return std::move(update_);
}

SyntaxUpdateSection UpdateParser::section() {
  SyntaxUpdateSection section;
  section.type = reader_.peek();
  if (section.type < TokenType::Set || section.type > TokenType::Delete) reader_.fail();
  do {
    reader_.take();  // the keyword, then commas
    section.actions.push_back(action(section.type));
  } while (reader_.peek() == TokenType::Comma);
  return section;
}

SyntaxUpdateAction UpdateParser::action(TokenType section) {
  SyntaxUpdateAction action;
  action.target = reader_.path();
  action.has_value = section != TokenType::Remove;
  if (section == TokenType::Set) {
    reader_.expect(TokenType::Equal);
    action.value = values_.read(ValueParser::Place::SetValue);
  } else if (action.has_value) {  // ADD and DELETE take a :value and nothing else
    SyntaxNode node;
    node.type = SyntaxNode::Type::Value;
    node.text = reader_.expect(TokenType::ValuePlaceholder);
    update_.values.nodes.push_back(std::move(node));
    action.value = update_.values.nodes.size() - 1;
  }
  return action;
}

}  // namespace

SyntaxTree parse_condition_syntax(const ExpressionSource& source) {
  SyntaxReader reader(source);
  SyntaxTree tree;
  ValueParser condition(reader, tree);
  tree.root = condition.read(ValueParser::Place::Condition);
  check_operator_count(source, condition.operator_count());
  return tree;
}

std::vector<SyntaxPath> parse_projection_syntax(const ExpressionSource& source) {
  SyntaxReader reader(source);
  std::vector<SyntaxPath> paths = {reader.path()};
  while (reader.peek() == TokenType::Comma) {
    reader.take();
    paths.push_back(reader.path());
  }
  reader.expect(TokenType::End);
  return paths;
}

SyntaxUpdate parse_update_syntax(const ExpressionSource& source) {
  return UpdateParser(source).read();
}

}  // namespace tombola::dynamodb
