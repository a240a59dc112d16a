#include "dynamodb/expressions/key_condition.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/expressions/resolver.h"

namespace tombola::dynamodb {
namespace {

// Turns the condition tree into clauses, refusing what no key condition may have.
class ClauseReader {
 public:
  explicit ClauseReader(ValueLayer layer) : layer_(layer) {}

  void read(const ConditionNode& node);
  std::vector<KeyCondition::Clause> take() { return std::move(clauses_); }

 private:
  void check_operator(const ConditionNode& node) const;
  void read_leaf(const ConditionNode& leaf);

  ApiError refusal(std::string_view sentence) const {
    return expression_refusal(layer_, ExpressionKind::KeyCondition, sentence);
  }
  ApiError invalid_operator(std::string_view name) const {
    return refusal(fmt::format("Invalid operator used in KeyConditionExpression: {}", name));
  }

  ValueLayer layer_;
  std::vector<KeyCondition::Clause> clauses_;
};

void ClauseReader::read(const ConditionNode& node) {
  check_operator(node);
  if (node.type == ConditionNode::Type::And) {
    for (const ConditionNode& child : node.children) read(child);
  } else {
    read_leaf(node);
  }
}

void ClauseReader::check_operator(const ConditionNode& node) const {
  switch (node.type) {
    case ConditionNode::Type::And:
    case ConditionNode::Type::Between:
    case ConditionNode::Type::BeginsWith:
      return;
    case ConditionNode::Type::Comparison:
      if (node.comparator != Comparator::NotEqual) return;
      throw refusal("Unsupported operator on KeyCondition: NE");
    case ConditionNode::Type::Or:
      throw invalid_operator("OR");
    case ConditionNode::Type::Not:
      throw invalid_operator("NOT");
    case ConditionNode::Type::In:
      throw invalid_operator("IN");
    case ConditionNode::Type::AttributeExists:
      throw invalid_operator("attribute_exists");
    case ConditionNode::Type::AttributeNotExists:
      throw invalid_operator("attribute_not_exists");
    case ConditionNode::Type::AttributeType:
      throw invalid_operator("attribute_type");
    case ConditionNode::Type::Contains:
      throw invalid_operator("contains");
  }
}

void ClauseReader::read_leaf(const ConditionNode& leaf) {
  KeyCondition::Clause clause;
  clause.type = leaf.type;
  clause.comparator = leaf.comparator;
  if (leaf.type != ConditionNode::Type::Comparison && leaf.operands.front().value() != nullptr) {
    throw refusal(
        fmt::format("Invalid condition in KeyConditionExpression: {} operator must have the key "
                    "attribute as its "
                    "first operand",
                    leaf.type == ConditionNode::Type::Between ? "BETWEEN" : "begins_with"));
  }
  const DocumentPath* key = nullptr;
  for (const Operand& operand : leaf.operands) {
    if (operand.is_size) throw refusal("KeyConditionExpressions cannot contain nested operations");
    const DocumentPath* path = operand.path();
    if (path == nullptr) {
      clause.values.push_back(*operand.value());
      continue;
    }
    if (key != nullptr) {
      throw refusal(
          "Invalid condition in KeyConditionExpression: Multiple attribute names used in one "
          "condition");
    }
    if (path->is_nested()) {
      throw refusal("KeyConditionExpressions cannot have conditions on nested attributes");
    }
    key = path;
  }
  if (key == nullptr) {
    throw refusal("Invalid condition in KeyConditionExpression: No key attribute specified");
  }
  clause.attribute = key->attribute_name();
  // :v <= sk says sk >= :v.
  if (leaf.operands.front().path() == nullptr) clause.comparator = mirrored(clause.comparator);
  for (const KeyCondition::Clause& other : clauses_) {
    if (other.attribute == clause.attribute) {
      throw refusal("KeyConditionExpressions must only contain one condition per key");
    }
  }
  clauses_.push_back(std::move(clause));
}

}  // namespace

KeyCondition KeyCondition::parse(std::string_view text, ExpressionPlaceholders& placeholders) {
  ConditionNode tree = resolve_condition(text, ExpressionKind::KeyCondition, placeholders);
  ClauseReader reader(placeholders.layer());
  reader.read(tree);
  return KeyCondition(reader.take());
}

}  // namespace tombola::dynamodb
