#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/expressions/resolver.h"
#include "dynamodb/expressions/syntax_check.h"
#include "dynamodb/expressions/value_comparison.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

struct ConditionFunction {
  std::string_view name;
  ConditionNode::Type type;
  std::size_t operand_count;
};
constexpr std::array<ConditionFunction, 5> condition_functions = {{
    {"attribute_exists", ConditionNode::Type::AttributeExists, 1},
    {"attribute_not_exists", ConditionNode::Type::AttributeNotExists, 1},
    {"attribute_type", ConditionNode::Type::AttributeType, 2},
    {"begins_with", ConditionNode::Type::BeginsWith, 2},
    {"contains", ConditionNode::Type::Contains, 2},
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

std::optional<AttributeType> attribute_type_named(std::string_view name) {
  using enum AttributeType;
  for (AttributeType type : {S, N, B, BOOL, Null, SS, NS, BS, L, M}) {
    if (to_string(type) == name) return type;
  }
  return std::nullopt;
}

bool is_ordered(AttributeType type) {
  return type == AttributeType::S || type == AttributeType::N || type == AttributeType::B;
}

// AWS prints a Java AttributeValue; a binary shows as the buffer that it is there.
std::string bound_text(const AttributeValue& bound) {
  std::string content;
  if (bound.type() == AttributeType::S) content = bound.as_string();
  if (bound.type() == AttributeType::N) content = bound.as_number().to_string();
  if (bound.type() == AttributeType::B) {
    content =
        fmt::format("java.nio.HeapByteBuffer[pos=0 lim={0} cap={0}]", bound.as_binary().size());
  }
  return fmt::format("AttributeValue: {{{}:{}}}", to_string(bound.type()), content);
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

  void check_distinct(std::string_view operation, const std::vector<Operand>& operands) const;
  void check_types(std::string_view operation, const std::vector<Operand>& operands,
                   bool (*accepts)(AttributeType)) const;
  void check_between_bounds(const Operand& lower, const Operand& upper) const;
  AttributeType named_type(const Operand& operand) const;

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
  switch (node.type) {
    case SyntaxNode::Type::Between:
      leaf.type = ConditionNode::Type::Between;
      check_distinct("BETWEEN", leaf.operands);
      check_types("BETWEEN", leaf.operands, is_ordered);
      check_between_bounds(leaf.operands[1], leaf.operands[2]);
      break;
    case SyntaxNode::Type::In: {
      leaf.type = ConditionNode::Type::In;
      std::size_t candidates = leaf.operands.size() - 1;
      if (candidates > static_cast<std::size_t>(limits::expression_in_operands_max)) {
        throw resolver_.refusal(fmt::format(
            "The IN operator is provided with too many operands; number of operands: {}",
            candidates));
      }
      check_distinct("IN", leaf.operands);
      break;
    }
    default:
      leaf.type = ConditionNode::Type::Comparison;
      leaf.comparator = comparator_of(node.operation);
      check_distinct(node.text, leaf.operands);
      if (is_ordering(leaf.comparator)) check_types(node.text, leaf.operands, is_ordered);
  }
  return leaf;
}

ConditionNode ConditionResolver::function(const SyntaxNode& node) const {
  const auto* function = std::find_if(condition_functions.begin(), condition_functions.end(),
                                      [&](const auto& row) { return row.name == node.text; });
  ConditionNode leaf;
  leaf.type = function->type;
  leaf.operands = operands(node);
  if (leaf.operands.size() != function->operand_count) {
    throw resolver_.wrong_operand_count(node.text, leaf.operands.size());
  }
  check_distinct(node.text, leaf.operands);
  switch (leaf.type) {
    case ConditionNode::Type::AttributeExists:
    case ConditionNode::Type::AttributeNotExists:
      if (leaf.operands.front().path() == nullptr) throw resolver_.needs_path(node.text);
      break;
    case ConditionNode::Type::BeginsWith:
      check_types(node.text, leaf.operands, [](AttributeType type) {
        return type == AttributeType::S || type == AttributeType::B;
      });
      break;
    case ConditionNode::Type::AttributeType:
      leaf.attribute_type = named_type(leaf.operands[1]);
      leaf.operands.pop_back();
      break;
    default:
      break;
  }
  return leaf;
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
  if (arguments.size() != 1) throw resolver_.wrong_operand_count(node.text, arguments.size());
  check_types(node.text, arguments, [](AttributeType type) {
    return type != AttributeType::N && type != AttributeType::BOOL && type != AttributeType::Null;
  });
  return {std::move(arguments.front().source), true};
}

void ConditionResolver::check_distinct(std::string_view operation,
                                       const std::vector<Operand>& operands) const {
  const DocumentPath* first = operands.front().path();
  if (first == nullptr) return;
  for (std::size_t i = 1; i < operands.size(); ++i) {
    const DocumentPath* other = operands[i].path();
    if (other != nullptr && *other == *first) throw resolver_.not_distinct(operation, *first);
  }
}

// Only what the request itself holds is refused; an unfit attribute of an item makes the condition
// false instead.
void ConditionResolver::check_types(std::string_view operation,
                                    const std::vector<Operand>& operands,
                                    bool (*accepts)(AttributeType)) const {
  for (const Operand& operand : operands) {
    std::optional<AttributeType> type = operand.static_type();
    if (type && !accepts(*type)) throw resolver_.wrong_operand_type(operation, to_string(*type));
  }
}

void ConditionResolver::check_between_bounds(const Operand& lower, const Operand& upper) const {
  const AttributeValue* low = lower.value();
  const AttributeValue* high = upper.value();
  if (low == nullptr || high == nullptr) return;
  std::string_view complaint;
  if (low->type() != high->type()) {
    complaint = "same data type for lower and upper bounds";
  } else if (compare(*low, *high) > 0) {
    complaint = "upper bound to be greater than or equal to lower bound";
  } else {
    return;
  }
  throw resolver_.refusal(fmt::format(
      "The BETWEEN operator requires {}; lower bound operand: {}, upper bound operand: {}",
      complaint, bound_text(*low), bound_text(*high)));
}

AttributeType ConditionResolver::named_type(const Operand& operand) const {
  const AttributeValue* value = operand.value();
  if (value == nullptr || value->type() != AttributeType::S) {
    // A path could hold anything, and AWS says so.
    std::optional<AttributeType> type = operand.static_type();
    throw resolver_.wrong_operand_type("attribute_type",
                                       type ? to_string(*type) : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
  }
  std::optional<AttributeType> type = attribute_type_named(value->as_string());
  if (!type) {
    throw resolver_.refusal(
        fmt::format("Invalid attribute type name found; type: {}, valid types: "
                    "{{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}",
                    value->as_string()));
  }
  return *type;
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
