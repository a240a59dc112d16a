#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/partiql/translation.h"

namespace tombola::dynamodb::partiql {
namespace {

using Type = SyntaxNode::Type;

struct Function {
  std::string_view name;
  ConditionNode::Type type;
};
constexpr std::array<Function, 3> functions = {{
    {"attribute_type", ConditionNode::Type::AttributeType},
    {"begins_with", ConditionNode::Type::BeginsWith},
    {"contains", ConditionNode::Type::Contains},
}};

Comparator comparator_of(std::string_view sign) {
  using enum Comparator;
  for (Comparator comparator : {NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual}) {
    if (to_string(comparator) == sign) return comparator;
  }
  return Equal;
}

void throw_unless_empty(const std::string& refusal) {
  if (!refusal.empty()) throw ApiError::validation(refusal);
}

class ConditionTranslator {
 public:
  explicit ConditionTranslator(const Parameters& parameters) : parameters_(parameters) {}

  ConditionNode condition(const SyntaxNode& node) const;

 private:
  ConditionNode comparison(const SyntaxNode& node) const;
  ConditionNode in(const SyntaxNode& node) const;
  ConditionNode is(const SyntaxNode& node) const;
  ConditionNode function(const SyntaxNode& node) const;
  ConditionNode existence(const SyntaxNode& path, bool exists) const;
  ConditionNode leaf(ConditionNode::Type type, const SyntaxNode& node) const;
  Operand operand(const SyntaxNode& node) const;

  const Parameters& parameters_;
};

ConditionNode ConditionTranslator::condition(const SyntaxNode& node) const {
  ConditionNode result;
  switch (node.type) {
    case Type::And:
    case Type::Or:
    case Type::Not:
      result.type = node.type == Type::And  ? ConditionNode::Type::And
                    : node.type == Type::Or ? ConditionNode::Type::Or
                                            : ConditionNode::Type::Not;
      for (const SyntaxNode& child : node.children) result.children.push_back(condition(child));
      return result;
    case Type::Compare:
      return comparison(node);
    case Type::Between:
      result = leaf(ConditionNode::Type::Between, node);
      throw_unless_empty(settle_operands("BETWEEN", result));
      return result;
    case Type::In:
      return in(node);
    case Type::Is:
      return is(node);
    case Type::Call:
      return function(node);
    default:
      throw ApiError::validation(
          fmt::format("Unsupported expression in WHERE clause at {}", node.position.to_string()));
  }
}

ConditionNode ConditionTranslator::comparison(const SyntaxNode& node) const {
  const SyntaxNode& left = node.children[0];
  const SyntaxNode& right = node.children[1];
  const Comparator comparator = comparator_of(node.text);
  if (left.type == Type::Missing || right.type == Type::Missing) {
    if (is_ordering(comparator)) {
      throw ApiError::validation(wrong_operand_type(node.text, "MISSING"));
    }
    return existence(left.type == Type::Missing ? right : left, comparator == Comparator::NotEqual);
  }
  ConditionNode result = leaf(ConditionNode::Type::Comparison, node);
  result.comparator = comparator;
  throw_unless_empty(settle_operands(node.text, result));
  return result;
}

// A list or set in one parameter stands for its elements.
ConditionNode ConditionTranslator::in(const SyntaxNode& node) const {
  ConditionNode result;
  if (node.text != "list") {
    result = leaf(ConditionNode::Type::In, node);
  } else {
    result.type = ConditionNode::Type::In;
    result.operands.push_back(operand(node.children[0]));
    const AttributeValue list = translate_value(node.children[1], parameters_);
    const auto add = [&](AttributeValue value) {
      result.operands.push_back({std::move(value), false});
    };
    switch (list.type()) {
      case AttributeType::L:
        for (const AttributeValue& element : list.as_list()) add(element);
        break;
      case AttributeType::SS:
        for (const std::string& member : list.as_string_set()) add(member);
        break;
      case AttributeType::NS:
        for (const Number& member : list.as_number_set()) add(member);
        break;
      case AttributeType::BS:
        for (const std::string& member : list.as_binary_set()) add(Binary{member});
        break;
      default:
        throw ApiError::validation(wrong_operand_type("IN", to_string(list.type())));
    }
  }
  throw_unless_empty(settle_operands("IN", result));
  return result;
}

ConditionNode ConditionTranslator::is(const SyntaxNode& node) const {
  if (node.text == "missing") return existence(node.children[0], false);
  if (node.text != "null") throw malformed("Expected type name");
  ConditionNode result = leaf(ConditionNode::Type::AttributeType, node);
  result.attribute_type = AttributeType::Null;
  return result;
}

ConditionNode ConditionTranslator::function(const SyntaxNode& node) const {
  const auto* function = std::find_if(functions.begin(), functions.end(),
                                      [&](const Function& row) { return row.name == node.text; });
  if (function == functions.end()) {
    throw ApiError::validation(fmt::format("Invalid function name; function: {}", node.text));
  }
  ConditionNode result = leaf(function->type, node);
  if (result.operands.size() != operand_count_of(result.type)) {
    throw ApiError::validation(wrong_operand_count(node.text, result.operands.size()));
  }
  throw_unless_empty(settle_operands(node.text, result));
  return result;
}

ConditionNode ConditionTranslator::existence(const SyntaxNode& path, bool exists) const {
  ConditionNode result;
  result.type =
      exists ? ConditionNode::Type::AttributeExists : ConditionNode::Type::AttributeNotExists;
  result.operands.push_back(operand(path));
  throw_unless_empty(settle_operands("MISSING", result));
  return result;
}

ConditionNode ConditionTranslator::leaf(ConditionNode::Type type, const SyntaxNode& node) const {
  ConditionNode result;
  result.type = type;
  for (const SyntaxNode& child : node.children) result.operands.push_back(operand(child));
  return result;
}

Operand ConditionTranslator::operand(const SyntaxNode& node) const {
  if (node.type == Type::Path) return {translate_path(node.path), false};
  if (node.type != Type::Call) return {translate_value(node, parameters_), false};
  if (node.text != "size") {
    throw ApiError::validation(fmt::format("Invalid function name; function: {}", node.text));
  }
  if (node.children.size() != 1) {
    throw ApiError::validation(wrong_operand_count(node.text, node.children.size()));
  }
  Operand argument = operand(node.children.front());
  throw_unless_empty(size_operand_refusal(argument));
  return {std::move(argument.source), true};
}

}  // namespace

ConditionNode translate_condition(const SyntaxNode& node, const Parameters& parameters) {
  return ConditionTranslator(parameters).condition(node);
}

}  // namespace tombola::dynamodb::partiql
