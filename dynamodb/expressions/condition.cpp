#include "dynamodb/expressions/condition.h"

#include <algorithm>
#include <array>
#include <compare>

#include "dynamodb/expressions/resolver.h"
#include "dynamodb/expressions/value_comparison.h"

namespace tombola::dynamodb {
namespace {

class Evaluation {
 public:
  explicit Evaluation(const AttributeMap* item) : item_(item) {}

  bool holds(const ConditionNode& node) const;

 private:
  bool comparison(const ConditionNode& node) const;
  bool between(const ConditionNode& node) const;
  bool in(const ConditionNode& node) const;
  bool of_two(const ConditionNode& node,
              bool (*relation)(const AttributeValue&, const AttributeValue&)) const;

  const AttributeMap* item_;
};

bool Evaluation::holds(const ConditionNode& node) const {
  auto child_holds = [this](const ConditionNode& child) { return holds(child); };
  AttributeValue size;
  switch (node.type) {
    case ConditionNode::Type::And:
      return std::all_of(node.children.begin(), node.children.end(), child_holds);
    case ConditionNode::Type::Or:
      return std::any_of(node.children.begin(), node.children.end(), child_holds);
    case ConditionNode::Type::Not:
      return !holds(node.children.front());
    case ConditionNode::Type::Comparison:
      return comparison(node);
    case ConditionNode::Type::Between:
      return between(node);
    case ConditionNode::Type::In:
      return in(node);
    case ConditionNode::Type::AttributeExists:
      return node.operands.front().value_in(item_, size) != nullptr;
    case ConditionNode::Type::AttributeNotExists:
      return node.operands.front().value_in(item_, size) == nullptr;
    case ConditionNode::Type::AttributeType: {
      const AttributeValue* value = node.operands.front().value_in(item_, size);
      return value != nullptr && value->type() == node.attribute_type;
    }
    case ConditionNode::Type::BeginsWith:
      return of_two(node, begins_with);
    case ConditionNode::Type::Contains:
      return of_two(node, contains);
  }
  return false;
}

// An attribute that is not there is unequal to everything, another one that is not there included,
// and neither less nor greater. A size() that has no meaning makes every comparison false.
bool Evaluation::comparison(const ConditionNode& node) const {
  std::array<AttributeValue, 2> sizes;
  std::array<const AttributeValue*, 2> values{};
  for (std::size_t i = 0; i < 2; ++i) {
    values[i] = node.operands[i].value_in(item_, sizes[i]);
    if (values[i] == nullptr && node.operands[i].is_size) return false;
  }
  const auto [left, right] = values;
  bool both = left != nullptr && right != nullptr;
  switch (node.comparator) {
    case Comparator::Equal:
      return both && *left == *right;
    case Comparator::NotEqual:
      return !both || *left != *right;
    case Comparator::Less:
      return both && compare(*left, *right) < 0;
    case Comparator::LessOrEqual:
      return both && compare(*left, *right) <= 0;
    case Comparator::Greater:
      return both && compare(*left, *right) > 0;
    case Comparator::GreaterOrEqual:
      return both && compare(*left, *right) >= 0;
  }
  return false;
}

bool Evaluation::between(const ConditionNode& node) const {
  std::array<AttributeValue, 3> sizes;
  const AttributeValue* value = node.operands[0].value_in(item_, sizes[0]);
  const AttributeValue* lower = node.operands[1].value_in(item_, sizes[1]);
  const AttributeValue* upper = node.operands[2].value_in(item_, sizes[2]);
  if (value == nullptr || lower == nullptr || upper == nullptr) return false;
  return compare(*value, *lower) >= 0 && compare(*value, *upper) <= 0;
}

bool Evaluation::in(const ConditionNode& node) const {
  AttributeValue size;
  const AttributeValue* value = node.operands.front().value_in(item_, size);
  if (value == nullptr) return false;
  return std::any_of(node.operands.begin() + 1, node.operands.end(), [&](const Operand& operand) {
    AttributeValue candidate_size;
    const AttributeValue* candidate = operand.value_in(item_, candidate_size);
    return candidate != nullptr && *candidate == *value;
  });
}

bool Evaluation::of_two(const ConditionNode& node,
                        bool (*relation)(const AttributeValue&, const AttributeValue&)) const {
  std::array<AttributeValue, 2> sizes;
  const AttributeValue* first = node.operands[0].value_in(item_, sizes[0]);
  const AttributeValue* second = node.operands[1].value_in(item_, sizes[1]);
  return first != nullptr && second != nullptr && relation(*first, *second);
}

}  // namespace

Condition Condition::parse(std::string_view text, ExpressionKind kind,
                           ExpressionPlaceholders& placeholders) {
  return Condition(resolve_condition(text, kind, placeholders));
}

bool Condition::evaluate(const AttributeMap* item) const {
  return Evaluation(item).holds(tree_);
}

}  // namespace tombola::dynamodb
