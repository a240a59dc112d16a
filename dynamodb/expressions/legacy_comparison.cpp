#include "dynamodb/expressions/legacy_comparison.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "dynamodb/expressions/value_comparison.h"

namespace tombola::dynamodb {
namespace {

struct OperatorRow {
  ComparisonOperator comparison;
  std::string_view name;
  ConditionNode::Type type;  // of the condition that it becomes, NOT_CONTAINS's aside
  Comparator comparator;
};
using enum ComparisonOperator;
constexpr std::array<OperatorRow, 13> operators = {{
    {EQ, "EQ", ConditionNode::Type::Comparison, Comparator::Equal},
    {NE, "NE", ConditionNode::Type::Comparison, Comparator::NotEqual},
    {LE, "LE", ConditionNode::Type::Comparison, Comparator::LessOrEqual},
    {LT, "LT", ConditionNode::Type::Comparison, Comparator::Less},
    {GE, "GE", ConditionNode::Type::Comparison, Comparator::GreaterOrEqual},
    {GT, "GT", ConditionNode::Type::Comparison, Comparator::Greater},
    {NotNull, "NOT_NULL", ConditionNode::Type::AttributeExists, {}},
    {Null, "NULL", ConditionNode::Type::AttributeNotExists, {}},
    {Contains, "CONTAINS", ConditionNode::Type::Contains, {}},
    {NotContains, "NOT_CONTAINS", ConditionNode::Type::Contains, {}},
    {BeginsWith, "BEGINS_WITH", ConditionNode::Type::BeginsWith, {}},
    {In, "IN", ConditionNode::Type::In, {}},
    {Between, "BETWEEN", ConditionNode::Type::Between, {}},
}};

const OperatorRow& row_of(ComparisonOperator comparison) {
  return operators[static_cast<std::size_t>(comparison)];
}

bool accepts_count(ComparisonOperator comparison, std::size_t count) {
  switch (comparison) {
    case NotNull:
    case Null:
      return count == 0;
    case In:
      return count > 0;
    case Between:
      return count == 2;
    default:
      return count == 1;
  }
}

bool accepts_type(ComparisonOperator comparison, AttributeType type) {
  bool is_scalar = type == AttributeType::S || type == AttributeType::N || type == AttributeType::B;
  switch (comparison) {
    case EQ:
    case NE:
      return true;
    case BeginsWith:
      return type == AttributeType::S || type == AttributeType::B;
    case Contains:
    case NotContains:
      return is_scalar || type == AttributeType::BOOL || type == AttributeType::Null;
    default:
      return is_scalar;
  }
}

ConditionNode leaf(ConditionNode::Type type, const std::string& attribute) {
  ConditionNode node;
  node.type = type;
  node.operands.push_back({DocumentPath::attribute(attribute), false});
  return node;
}

}  // namespace

ComparisonOperator comparison_operator_from(std::string_view text, ValueLayer layer) {
  const auto* row = std::find_if(operators.begin(), operators.end(),
                                 [&](const OperatorRow& known) { return known.name == text; });
  if (row == operators.end()) {
    throw request_refusal(
        layer,
        "Failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, "
        "NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]");
  }
  return row->comparison;
}

std::string_view to_string(ComparisonOperator comparison) {
  return row_of(comparison).name;
}

void check_legacy_comparison(const LegacyComparison& comparison, ValueLayer layer) {
  const auto& [operation, values] = comparison;
  if (!accepts_count(operation, values.size())) {
    throw request_refusal(
        layer, fmt::format("{}Invalid number of argument(s) for the {} ComparisonOperator",
                           invalid_parameter_values, to_string(operation)));
  }
  for (const AttributeValue& value : values) {
    if (accepts_type(operation, value.type())) continue;
    throw request_refusal(
        layer,
        fmt::format("{}ComparisonOperator {} is not valid for {} AttributeValue type",
                    invalid_parameter_values, to_string(operation), to_string(value.type())));
  }
  for (const AttributeValue& value : values) {
    if (value.type() == values.front().type()) continue;
    throw request_refusal(
        layer, fmt::format("{}AttributeValues inside AttributeValueList must be of same type",
                           invalid_parameter_values));
  }
  if (operation == Between && compare(values[0], values[1]) > 0) {
    throw request_refusal(layer,
                          "The BETWEEN condition was provided a range where the lower bound is "
                          "greater than the upper bound");
  }
}

ConditionNode to_condition(const std::string& attribute, const LegacyComparison& comparison) {
  const OperatorRow& row = row_of(comparison.comparison);
  ConditionNode node = leaf(row.type, attribute);
  node.comparator = row.comparator;
  for (const AttributeValue& value : comparison.values) node.operands.push_back({value, false});
  if (comparison.comparison != NotContains) return node;
  ConditionNode negated;
  negated.type = ConditionNode::Type::Not;
  negated.children.push_back(std::move(node));
  ConditionNode both;
  both.type = ConditionNode::Type::And;
  both.children.push_back(leaf(ConditionNode::Type::AttributeExists, attribute));
  both.children.push_back(std::move(negated));
  return both;
}

}  // namespace tombola::dynamodb
