// The part of the resolver that comes to true or false: conditions, and what rules assert.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html
#include <algorithm>

#include <fmt/format.h>

#include "deploy/template/resolver.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

[[noreturn]] void fail(const std::string& text) {
  throw TemplateError("Template error: " + text);
}

// 5 and "5", true and "true" are the same to CloudFormation.
bool are_equal(const Json& left, const Json& right) {
  if (is_scalar(left) && is_scalar(right)) {
    return scalar_text(left) == scalar_text(right);
  }
  if (left.is_array() && right.is_array()) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), are_equal);
  }
  return left == right;
}

bool contains(const Json& list, const Json& value) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Json& one) { return are_equal(one, value); });
}

}  // namespace

bool Resolver::holds(const std::string& condition) const {
  const auto known = conditions_.find(condition);
  if (known != conditions_.end()) {
    if (!known->second) {
      throw TemplateError("Template format error: Found circular condition dependency: " +
                          condition);
    }
    return *known->second;
  }
  const ConditionDefinition* definition = scope_.source.find_condition(condition);
  if (definition == nullptr) {
    throw TemplateError(
        fmt::format("Template format error: Unresolved condition dependency {} in the Conditions "
                    "block of the template",
                    condition));
  }
  conditions_[condition] = std::nullopt;
  const bool result = is_true(definition->expression);
  conditions_[condition] = result;
  return result;
}

bool Resolver::is_true(const Json& expression) const {
  if (expression.is_object() && expression.size() == 1) {
    return condition_function(expression.begin().key(), expression.begin().value());
  }
  if (expression.is_boolean() || expression == "true" || expression == "false") {
    return scalar_text(expression) == "true";
  }
  throw TemplateError(
      "Template format error: Conditions can only be boolean operations on parameters and other "
      "conditions");
}

bool Resolver::condition_function(const std::string& name, const Json& argument) const {
  if (name == "Condition") {
    if (!argument.is_string()) {
      throw TemplateError("Template format error: Every Condition member must be a string.");
    }
    return holds(argument.get<std::string>());
  }
  if (name == "Fn::And" || name == "Fn::Or") {
    const std::vector<bool> values = operands(name, argument);
    return std::find(values.begin(), values.end(), name == "Fn::Or") != values.end()
               ? name == "Fn::Or"
               : name == "Fn::And";
  }
  if (name == "Fn::Not") {
    if (!argument.is_array() || argument.size() != 1) {
      fail("every Fn::Not object requires one boolean parameter.");
    }
    return !is_true(argument[0]);
  }
  if (name == "Fn::Equals") {
    if (!argument.is_array() || argument.size() != 2) {
      fail("every Fn::Equals object requires a list of 2 string parameters.");
    }
    return are_equal(value_of(argument[0]), value_of(argument[1]));
  }
  const bool of_rules =
      name == "Fn::Contains" || name == "Fn::EachMemberEquals" || name == "Fn::EachMemberIn";
  if (!of_rules || !argument.is_array() || argument.size() != 2) {
    throw TemplateError(
        "Template format error: Conditions can only be boolean operations on parameters and other "
        "conditions");
  }
  const Json list = rule_list(argument[0]);
  if (name == "Fn::Contains") {
    return contains(list, value_of(argument[1]));
  }
  const Json other =
      name == "Fn::EachMemberIn" ? rule_list(argument[1]) : Json::array({value_of(argument[1])});
  return std::all_of(list.begin(), list.end(),
                     [&](const Json& member) { return contains(other, member); });
}

std::vector<bool> Resolver::operands(const std::string& name, const Json& argument) const {
  if (!argument.is_array() || argument.size() < 2 || argument.size() > 10) {
    fail(fmt::format(
        "every {} object requires a list of at least 2 and at most 10 boolean parameters.", name));
  }
  std::vector<bool> values;
  for (const Json& operand : argument) {
    values.push_back(is_true(operand));
  }
  return values;
}

// A list, or Fn::RefAll: the values of all parameters of a type.
Json Resolver::rule_list(const Json& expression) const {
  Json list = Json::array();
  if (function_name(expression) == "Fn::RefAll") {
    for (const ParameterDefinition& parameter : scope_.source.parameters) {
      if (expression.begin().value() == parameter.type) {
        list.push_back(scope_.parameters.at(parameter.name));
      }
    }
    return list;
  }
  list = value_of(expression);
  if (!list.is_array()) {
    fail("the functions of rules require a list");
  }
  return list;
}

}  // namespace tombola::deploy
