#include "deploy/template/resolver.h"

#include <algorithm>

#include <fmt/format.h>

#include "deploy/template/functions.h"
#include "deploy/template/sub_text.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

[[noreturn]] void fail(const std::string& text) {
  throw TemplateError("Template error: " + text);
}

constexpr const char* sub_usage =
    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as "
    "first argument, and an optional second argument to specify a mapping of values to replace in "
    "the string";

}  // namespace

std::optional<Json> Resolver::resolve(const Json& expression) const {
  const std::string name(function_name(expression));
  if (!name.empty()) {
    return function(name, expression.begin().value());
  }
  if (expression.is_object()) {
    Json object = Json::object();
    for (const auto& [member, value] : expression.items()) {
      if (auto resolved = resolve(value)) {
        object[member] = std::move(*resolved);
      }
    }
    return object;
  }
  if (expression.is_array()) {
    Json list = Json::array();
    for (const Json& value : expression) {
      if (auto resolved = resolve(value)) {
        list.push_back(std::move(*resolved));
      }
    }
    return list;
  }
  return expression;
}

Json Resolver::value_of(const Json& expression) const {
  return resolve(expression).value_or(Json());
}

std::optional<std::string> Resolver::text_of(const Json& expression) const {
  const auto value = resolve(expression);
  return value && is_scalar(*value) ? std::optional(scalar_text(*value)) : std::nullopt;
}

std::optional<Json> Resolver::function(const std::string& name, const Json& argument) const {
  if (name == "Ref") {
    return ref(argument);
  }
  if (name == "Fn::GetAtt") {
    return get_att(argument);
  }
  if (name == "Fn::Sub") {
    return sub(argument);
  }
  if (name == "Fn::If") {
    return if_function(argument);
  }
  if (name == "Fn::FindInMap") {
    return find_in_map(argument);
  }
  if (name == "Fn::ImportValue") {
    const auto export_name = text_of(argument);
    if (!export_name) {
      fail(
          "the attribute in Fn::ImportValue must not depend on any resources, imported values, or "
          "Fn::GetAZs");
    }
    return scope_.imported_value ? scope_.imported_value(*export_name)
                                 : expression_of(name, *export_name);
  }
  const ValueFunction on_values = find_value_function(name);
  if (on_values == nullptr) {
    throw TemplateError(fmt::format("Template error: unsupported function {}", name));
  }
  Json value = value_of(argument);
  if (name == "Fn::GetAZs" && value == "") {
    value = scope_.pseudo.region;
  }
  return on_values(value);
}

std::optional<Json> Resolver::ref(const Json& argument) const {
  if (!argument.is_string()) {
    fail("every Ref object must have a single String value.");
  }
  const auto name = argument.get<std::string>();
  if (is_pseudo_parameter(name)) {
    return pseudo_parameter(name);
  }
  const auto parameter = scope_.parameters.find(name);
  if (parameter != scope_.parameters.end()) {
    return parameter->second;
  }
  auto known = scope_.resource_value ? scope_.resource_value({name, ""}) : std::nullopt;
  return known ? std::move(*known) : expression_of("Ref", name);
}

std::optional<Json> Resolver::pseudo_parameter(const std::string& name) const {
  const PseudoParameters& pseudo = scope_.pseudo;
  if (name == "AWS::AccountId") {
    return pseudo.account;
  }
  if (name == "AWS::Region") {
    return pseudo.region;
  }
  if (name == "AWS::StackName") {
    return pseudo.stack_name;
  }
  if (name == "AWS::StackId") {
    return pseudo.stack_id;
  }
  if (name == "AWS::Partition") {
    return pseudo.partition;
  }
  if (name == "AWS::URLSuffix") {
    return pseudo.url_suffix;
  }
  return name == "AWS::NotificationARNs" ? std::optional(Json(pseudo.notification_arns))
                                         : std::nullopt;
}

Json Resolver::get_att(const Json& argument) const {
  Reference reference = get_att_reference(argument);
  if (reference.attribute.empty()) {  // an expression
    const auto attribute = text_of(argument[1]);
    if (!attribute) {
      fail("Fn::GetAtt's attribute must not depend on any resources");
    }
    reference.attribute = *attribute;
  }
  auto known = scope_.resource_value ? scope_.resource_value(reference) : std::nullopt;
  return known ? std::move(*known)
               : expression_of("Fn::GetAtt", Json::array({reference.name, reference.attribute}));
}

// Text, or what is not known yet in a Fn::Join of its parts.
Json Resolver::sub(const Json& argument) const {
  const bool is_pair = argument.is_array() && argument.size() == 2 && argument[1].is_object();
  const Json& text = is_pair ? argument[0] : argument;
  if (!text.is_string()) {
    fail(sub_usage);
  }
  Json parts = Json::array();
  for (const SubPart& part : sub_parts(text.get_ref<const std::string&>())) {
    Json value = part.text;
    if (part.is_variable) {
      value = is_pair && argument[1].contains(part.text) ? value_of(argument[1][part.text])
                                                         : sub_variable(part.text);
      if (value.is_array() || (value.is_object() && function_name(value).empty()) ||
          value.is_null()) {
        fail(fmt::format("variable {} in Fn::Sub expression does not resolve to a string",
                         part.text));
      }
    }
    parts.push_back(std::move(value));
  }
  Json joined = Json::array({""});
  joined.push_back(std::move(parts));
  return find_value_function("Fn::Join")(joined);
}

Json Resolver::sub_variable(const std::string& name) const {
  if (name.find('.') == std::string::npos) {
    return ref(name).value_or(Json());
  }
  const Reference reference = sub_reference(name);
  return get_att(Json::array({reference.name, reference.attribute}));
}

Json Resolver::find_in_map(const Json& argument) const {
  const bool has_default = argument.is_array() && argument.size() == 4 && argument[3].is_object() &&
                           argument[3].contains("DefaultValue");
  if (!argument.is_array() || (argument.size() != 3 && !has_default)) {
    fail(
        "every Fn::FindInMap object requires three parameters, the map name, map key and the "
        "attribute for return value");
  }
  std::array<std::string, 3> path;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto text = text_of(argument[i]);
    if (!text) {
      fail("Fn::FindInMap keys must be known before resources are created");
    }
    path[i] = *text;
  }
  const Json& mappings = scope_.source.mappings;
  const auto map = mappings.find(path[0]);
  if (map != mappings.end() && map->contains(path[1]) && (*map)[path[1]].contains(path[2])) {
    return value_of((*map)[path[1]][path[2]]);
  }
  if (has_default) {
    return value_of(argument[3]["DefaultValue"]);
  }
  if (map == mappings.end()) {
    fail(fmt::format("Mapping named '{}' is not present in the 'Mappings' section of template.",
                     path[0]));
  }
  fail(fmt::format("Unable to get mapping for {}::{}::{}", path[0], path[1], path[2]));
}

std::optional<Json> Resolver::if_function(const Json& argument) const {
  if (!argument.is_array() || argument.size() != 3 || !argument[0].is_string()) {
    fail("Fn::If requires a list argument with three elements");
  }
  return resolve(argument[holds(argument[0].get<std::string>()) ? 1 : 2]);
}

}  // namespace tombola::deploy
