// Expected, QueryFilter, ScanFilter and KeyConditions.
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/expressions/legacy_comparison.h"
#include "dynamodb/expressions/legacy_parameters.h"

namespace tombola::dynamodb {
namespace {

// A member that is there and not null.
std::optional<JsonValue> member(JsonValue object, std::string_view name) {
  std::optional<JsonValue> value = object.find(name);
  return value && value->type() != JsonType::Null ? value : std::nullopt;
}

std::vector<AttributeValue> parse_value_list(std::optional<JsonValue> list, ValueLayer layer) {
  std::vector<AttributeValue> values;
  if (!list) return values;
  for (JsonValue element : list->elements()) {
    values.push_back(parse_attribute_value(element, layer));
  }
  return values;
}

void check_conditional_operator(std::string_view text, std::size_t condition_count,
                                ValueLayer layer) {
  if (text != "AND" && text != "OR") {
    throw request_refusal(
        layer, "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]");
  }
  if (condition_count == 0) {
    throw request_refusal(layer, "ConditionalOperator cannot be used without Filter or Expected");
  }
  if (condition_count == 1) {
    throw request_refusal(layer,
                          "ConditionalOperator can only be used when Filter or Expected has two or "
                          "more elements");
  }
}

std::optional<Condition> combine(std::vector<ConditionNode> conditions,
                                 std::optional<std::string_view> conditional_operator) {
  if (conditions.empty()) return std::nullopt;
  if (conditions.size() == 1) return Condition(std::move(conditions.front()));
  ConditionNode all;
  all.type = conditional_operator == "OR" ? ConditionNode::Type::Or : ConditionNode::Type::And;
  all.children = std::move(conditions);
  return Condition(std::move(all));
}

// One entry of QueryFilter, ScanFilter or KeyConditions, its values read and not yet checked.
struct LegacyCondition {
  std::string attribute;
  LegacyComparison comparison;
};

std::vector<LegacyCondition> read_conditions(JsonValue map, ValueLayer layer) {
  std::vector<LegacyCondition> conditions;
  for (const JsonValue::Member entry : map.members()) {
    check_attribute_name(entry.name, layer);
    std::optional<JsonValue> name = member(entry.value, "ComparisonOperator");
    LegacyCondition condition{std::string(entry.name), {}};
    condition.comparison.comparison =
        comparison_operator_from(name ? name->as_string() : std::string_view(), layer);
    condition.comparison.values =
        parse_value_list(member(entry.value, "AttributeValueList"), layer);
    conditions.push_back(std::move(condition));
  }
  for (const LegacyCondition& condition : conditions) {
    check_legacy_comparison(condition.comparison, layer);
  }
  return conditions;
}

// One entry of Expected.
struct ExpectedAttribute {
  std::string name;
  std::optional<AttributeValue> value;
  std::optional<bool> exists;
  std::optional<ComparisonOperator> comparison;
  bool has_list = false;
  std::vector<AttributeValue> list;

  ApiError refusal(ValueLayer layer, std::string_view sentence) const {
    return request_refusal(
        layer, fmt::format("{}{} for Attribute: {}", invalid_parameter_values, sentence, name));
  }
};

ExpectedAttribute read_expected(const JsonValue::Member& entry, ValueLayer layer) {
  check_attribute_name(entry.name, layer);
  ExpectedAttribute expected;
  expected.name = std::string(entry.name);
  if (auto value = member(entry.value, "Value")) {
    expected.value = parse_attribute_value(*value, layer);
  }
  if (auto exists = member(entry.value, "Exists")) expected.exists = exists->as_bool();
  if (auto name = member(entry.value, "ComparisonOperator")) {
    expected.comparison = comparison_operator_from(name->as_string(), layer);
  }
  std::optional<JsonValue> list = member(entry.value, "AttributeValueList");
  expected.has_list = list.has_value();
  expected.list = parse_value_list(list, layer);
  return expected;
}

// With a ComparisonOperator: a comparison, of which Value may be the only argument.
ConditionNode compared(const ExpectedAttribute& expected, ValueLayer layer) {
  if (expected.exists) {
    throw expected.refusal(layer, "Exists and ComparisonOperator cannot be used together");
  }
  bool needs_none = *expected.comparison == ComparisonOperator::Null ||
                    *expected.comparison == ComparisonOperator::NotNull;
  if (!needs_none && !expected.value && !expected.has_list) {
    throw expected.refusal(
        layer, fmt::format("Value or AttributeValueList must be used with ComparisonOperator: {}",
                           to_string(*expected.comparison)));
  }
  LegacyComparison comparison{*expected.comparison, expected.list};
  if (expected.value) comparison.values.push_back(*expected.value);
  check_legacy_comparison(comparison, layer);
  return to_condition(expected.name, comparison);
}

// Without: Value is what the attribute must be, Exists false that it must not be there.
ConditionNode plain(const ExpectedAttribute& expected, ValueLayer layer) {
  if (expected.has_list) {
    throw expected.refusal(layer, "AttributeValueList can only be used with a ComparisonOperator");
  }
  bool must_exist = expected.exists.value_or(true);
  if (must_exist && !expected.value) {
    throw expected.refusal(layer, fmt::format("Value must be provided when Exists is {}",
                                              expected.exists ? "true" : "null"));
  }
  if (!must_exist && expected.value) {
    throw expected.refusal(layer, "Value cannot be used when Exists is false");
  }
  if (!must_exist) return to_condition(expected.name, {ComparisonOperator::Null, {}});
  return to_condition(expected.name, {ComparisonOperator::EQ, {*expected.value}});
}

}  // namespace

std::optional<Condition> parse_expected(std::optional<JsonValue> expected,
                                        std::optional<std::string_view> conditional_operator,
                                        ValueLayer layer) {
  if (conditional_operator) {
    check_conditional_operator(*conditional_operator, expected ? expected->size() : 0, layer);
  }
  if (!expected) return std::nullopt;
  std::vector<ExpectedAttribute> attributes;
  for (const JsonValue::Member entry : expected->members()) {
    attributes.push_back(read_expected(entry, layer));
  }
  std::vector<ConditionNode> conditions;
  for (const ExpectedAttribute& attribute : attributes) {
    if (attribute.value && attribute.has_list) {
      throw attribute.refusal(layer, "Value and AttributeValueList cannot be used together");
    }
    conditions.push_back(attribute.comparison ? compared(attribute, layer)
                                              : plain(attribute, layer));
  }
  return combine(std::move(conditions), conditional_operator);
}

std::optional<Condition> parse_legacy_filter(std::optional<JsonValue> filter,
                                             std::optional<std::string_view> conditional_operator,
                                             ValueLayer layer) {
  if (conditional_operator) {
    check_conditional_operator(*conditional_operator, filter ? filter->size() : 0, layer);
  }
  if (!filter) return std::nullopt;
  std::vector<ConditionNode> conditions;
  for (const LegacyCondition& condition : read_conditions(*filter, layer)) {
    conditions.push_back(to_condition(condition.attribute, condition.comparison));
  }
  return combine(std::move(conditions), conditional_operator);
}

KeyCondition parse_key_conditions(JsonValue key_conditions, ValueLayer layer) {
  std::vector<LegacyCondition> conditions = read_conditions(key_conditions, layer);
  if (conditions.empty()) throw request_refusal(layer, "Conditions can be of length 1 or 2 only");
  std::vector<KeyCondition::Clause> clauses;
  for (LegacyCondition& condition : conditions) {
    ConditionNode node = to_condition(condition.attribute, condition.comparison);
    clauses.push_back({std::move(condition.attribute), node.type, node.comparator,
                       std::move(condition.comparison.values)});
  }
  return KeyCondition(std::move(clauses));
}

}  // namespace tombola::dynamodb
