#include <algorithm>
#include <array>
#include <utility>

#include "dynamodb/expressions/operand_rules.h"
#include "dynamodb/expressions/resolver.h"
#include "dynamodb/expressions/syntax_check.h"

namespace tombola::dynamodb {
namespace {

struct ConditionFunction {
  std::string_view name;
  ConditionNode::Type type;
};
constexpr std::array<ConditionFunction, 5> condition_functions = {{
    {"attribute_exists", ConditionNode::Type::AttributeExists},
    {"attribute_not_exists", ConditionNode::Type::AttributeNotExists},
    {"attribute_type", ConditionNode::Type::AttributeType},
    {"begins_with", ConditionNode::Type::BeginsWith},
    {"contains", ConditionNode::Type::Contains},
}};

Comparator comparator_of(TokenType type) {
  switch (type) {
    case TokenType::NotEqual:
      return Comparator::NotEqual;
    case TokenType::Less:
      return Comparator::Less;
    case TokenType::LessOrEqual:
      return Comparator::LessOrEqual;
    case TokenType::Greater:
      return Comparator::Greater;
    case TokenType::GreaterOrEqual:
      return Comparator::GreaterOrEqual;
    default:
      return Comparator::Equal;
  }
}

class ConditionResolver {
 public:
  ConditionResolver(const SyntaxTree& tree, const Resolver& resolver)
      : tree_(tree), resolver_(resolver) {}

  ConditionNode condition(SyntaxNodeId id) const;

 private:
  ConditionNode leaf(const SyntaxNode& node) const;
  ConditionNode function(const SyntaxNode& node) const;
  Operand operand(SyntaxNodeId id) const;
  std::vector<Operand> operands(const SyntaxNode& node) const;

  void settle(std::string_view operation, ConditionNode& leaf) const;

  const SyntaxTree& tree_;
  const Resolver& resolver_;
};

ConditionNode ConditionResolver::condition(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  if (node.type == SyntaxNode::Type::Function) return function(node);
  if (node.type < SyntaxNode::Type::And) return leaf(node);
  ConditionNode condition_node;
  condition_node.type = node.type == SyntaxNode::Type::And  ? ConditionNode::Type::And
                        : node.type == SyntaxNode::Type::Or ? ConditionNode::Type::Or
                                                            : ConditionNode::Type::Not;
  for (SyntaxNodeId child : node.children) condition_node.children.push_back(condition(child));
  return condition_node;
}

ConditionNode ConditionResolver::leaf(const SyntaxNode& node) const {
  ConditionNode leaf;
  leaf.operands = operands(node);
  std::string_view operation = node.text;
  switch (node.type) {
    case SyntaxNode::Type::Between:
      leaf.type = ConditionNode::Type::Between;
      operation = "BETWEEN";
      break;
    case SyntaxNode::Type::In:
      leaf.type = ConditionNode::Type::In;
      operation = "IN";
      break;
    default:
      leaf.type = ConditionNode::Type::Comparison;
      leaf.comparator = comparator_of(node.operation);
  }
  settle(operation, leaf);
  return leaf;
}

ConditionNode ConditionResolver::function(const SyntaxNode& node) const {
  const auto* function = std::find_if(condition_functions.begin(), condition_functions.end(),
                                      [&](const auto& row) { return row.name == node.text; });
  ConditionNode leaf;
  leaf.type = function->type;
  leaf.operands = operands(node);
  if (leaf.operands.size() != operand_count_of(leaf.type)) {
    throw resolver_.refusal(wrong_operand_count(node.text, leaf.operands.size()));
  }
  settle(node.text, leaf);
  return leaf;
}

void ConditionResolver::settle(std::string_view operation, ConditionNode& leaf) const {
  std::string refusal = settle_operands(operation, leaf);
  if (!refusal.empty()) throw resolver_.refusal(refusal);
}

std::vector<Operand> ConditionResolver::operands(const SyntaxNode& node) const {
  std::vector<Operand> operands;
  operands.reserve(node.children.size());
  for (SyntaxNodeId child : node.children) operands.push_back(operand(child));
  return operands;
}

Operand ConditionResolver::operand(SyntaxNodeId id) const {
  const SyntaxNode& node = tree_[id];
  if (node.type == SyntaxNode::Type::Path) return {resolver_.path(node.path), false};
  if (node.type == SyntaxNode::Type::Value) return {resolver_.value(node.text), false};
  // The syntax check has left no other function than size() here.
  std::vector<Operand> arguments = operands(node);
  if (arguments.size() != 1) {
    throw resolver_.refusal(wrong_operand_count(node.text, arguments.size()));
  }
  std::string refusal = size_operand_refusal(arguments.front());
  if (!refusal.empty()) throw resolver_.refusal(refusal);
  return {std::move(arguments.front().source), true};
}

}  // namespace

ConditionNode resolve_condition(std::string_view text, ExpressionKind kind,
                                ExpressionPlaceholders& placeholders) {
  ExpressionSource source{text, kind, placeholders.layer()};
  SyntaxTree tree = parse_condition_syntax(source);
  check_condition_syntax(source, tree);
  return ConditionResolver(tree, Resolver(source, placeholders)).condition(tree.root);
}

}  // namespace tombola::dynamodb
