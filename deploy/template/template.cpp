#include "deploy/template/template.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/template/template_error.h"

namespace tombola::deploy {
namespace {

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
constexpr std::size_t resources_max = 500;
constexpr std::size_t parameters_max = 200;
constexpr std::size_t outputs_max = 200;
constexpr std::size_t mappings_max = 200;
constexpr std::size_t description_length_max = 1024;

constexpr std::array<std::string_view, 11> sections = {"AWSTemplateFormatVersion",
                                                       "Description",
                                                       "Metadata",
                                                       "Parameters",
                                                       "Rules",
                                                       "Mappings",
                                                       "Conditions",
                                                       "Transform",
                                                       "Resources",
                                                       "Outputs",
                                                       "Hooks"};

constexpr std::array<std::string_view, 12> parameter_members = {
    "Type",        "Default",   "AllowedValues", "AllowedPattern", "ConstraintDescription",
    "MinLength",   "MaxLength", "MinValue",      "MaxValue",       "NoEcho",
    "Description", "Label"};

constexpr std::array<std::string_view, 10> resource_members = {
    "Type",         "Properties",     "DependsOn",
    "Metadata",     "Condition",      "CreationPolicy",
    "UpdatePolicy", "DeletionPolicy", "UpdateReplacePolicy",
    "Description"};

[[noreturn]] void fail(const std::string& text) {
  throw TemplateError("Template format error: " + text);
}

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_alphanumeric(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](unsigned char c) { return std::isalnum(c) != 0; });
}

// An absent section is an empty object.
const Json& section(const Json& document, const char* name) {
  static const Json empty = Json::object();
  const auto found = document.find(name);
  if (found == document.end()) {
    return empty;
  }
  if (!found->is_object()) {
    fail(fmt::format("{} section must be a map", name));
  }
  return *found;
}

std::string text_member(const Json& object, const char* name, const std::string& path) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) {
    return {};
  }
  if (!is_scalar(*found)) {
    fail(fmt::format("[{}] Every {} member must be a string.", path, name));
  }
  return scalar_text(*found);
}

template <typename Number>
std::optional<Number> number_member(const Json& object, const char* name, const std::string& path) {
  const std::string text = text_member(object, name, path);
  if (text.empty()) {
    return std::nullopt;
  }
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    fail(fmt::format("[{}] Every {} member must be a number.", path, name));
  }
  return number;
}

bool is_parameter_type(const std::string& type) {
  static constexpr std::array<std::string_view, 4> plain = {"String", "Number",
                                                            "CommaDelimitedList", "List<Number>"};
  static constexpr std::array<std::string_view, 5> starts = {
      "AWS::EC2::", "List<AWS::EC2::", "AWS::Route53::HostedZone::Id",
      "List<AWS::Route53::HostedZone::Id", "AWS::SSM::Parameter::"};
  return is_among(plain, type) || type == "List<String>" ||
         std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return type.starts_with(start); });
}

ParameterDefinition read_parameter(const std::string& name, const Json& json) {
  if (!is_alphanumeric(name)) {
    fail(fmt::format("Parameter name {} is non alphanumeric.", name));
  }
  const std::string path = "/Parameters/" + name;
  if (!json.is_object()) {
    fail(fmt::format("[{}] Every Parameters member must be an object.", path));
  }
  for (const auto& [member, value] : json.items()) {
    if (!is_among(parameter_members, member)) {
      throw TemplateError(fmt::format("Invalid template parameter property '{}'", member));
    }
  }
  ParameterDefinition parameter;
  parameter.name = name;
  parameter.type = text_member(json, "Type", path);
  if (parameter.type.empty()) {
    fail(fmt::format("[{}] Every Parameters object must contain a Type member.", path));
  }
  if (!is_parameter_type(parameter.type)) {
    fail(fmt::format("Unrecognized parameter type: {}", parameter.type));
  }
  if (json.contains("Default")) {
    parameter.default_value = text_member(json, "Default", path);
  }
  if (const auto allowed = json.find("AllowedValues"); allowed != json.end()) {
    if (!allowed->is_array() || !std::all_of(allowed->begin(), allowed->end(), is_scalar)) {
      fail(fmt::format("[{}] Every AllowedValues member must be a list.", path));
    }
    for (const Json& value : *allowed) {
      parameter.allowed_values.push_back(scalar_text(value));
    }
  }
  parameter.allowed_pattern = text_member(json, "AllowedPattern", path);
  parameter.constraint_description = text_member(json, "ConstraintDescription", path);
  parameter.description = text_member(json, "Description", path);
  parameter.min_value = number_member<double>(json, "MinValue", path);
  parameter.max_value = number_member<double>(json, "MaxValue", path);
  parameter.min_length = number_member<std::size_t>(json, "MinLength", path);
  parameter.max_length = number_member<std::size_t>(json, "MaxLength", path);
  parameter.no_echo = text_member(json, "NoEcho", path) == "true";
  return parameter;
}

std::vector<std::string> read_depends_on(const Json& json, const std::string& path) {
  const auto found = json.find("DependsOn");
  if (found == json.end()) {
    return {};
  }
  std::vector<std::string> names;
  for (const Json& name : found->is_array() ? *found : Json::array({*found})) {
    if (!name.is_string()) {
      fail(fmt::format("[{}] Every DependsOn value must be a string.", path));
    }
    names.push_back(name.get<std::string>());
  }
  return names;
}

std::string read_policy(const Json& json, const char* name, const std::string& path) {
  static constexpr std::array<std::string_view, 4> policies = {"Delete", "Retain", "Snapshot",
                                                               "RetainExceptOnCreate"};
  const std::string policy = text_member(json, name, path);
  if (!policy.empty() && !is_among(policies, policy)) {
    fail(fmt::format("Unrecognized {} {} for resource {}", name, policy,
                     path.substr(path.rfind('/') + 1)));
  }
  return policy;
}

ResourceDefinition read_resource(const std::string& logical_id, const Json& json) {
  if (!is_alphanumeric(logical_id)) {
    fail(fmt::format("Resource name {} is non alphanumeric.", logical_id));
  }
  const std::string path = "/Resources/" + logical_id;
  if (!json.is_object()) {
    fail(fmt::format("[{}] Every Resources member must be an object.", path));
  }
  for (const auto& [member, value] : json.items()) {
    if (!is_among(resource_members, member)) {
      throw TemplateError(fmt::format("Invalid template resource property '{}'", member));
    }
  }
  ResourceDefinition resource;
  resource.logical_id = logical_id;
  resource.type = text_member(json, "Type", path);
  if (resource.type.empty()) {
    fail(fmt::format("[{}] Every Resources object must contain a Type member.", path));
  }
  if (const auto properties = json.find("Properties");
      properties != json.end() && !properties->is_null()) {
    if (!properties->is_object()) {
      fail(fmt::format("[{}/Properties] Properties must be an object", path));
    }
    resource.properties = *properties;
  }
  resource.metadata = json.value("Metadata", Json());
  resource.depends_on = read_depends_on(json, path);
  resource.condition = text_member(json, "Condition", path);
  resource.deletion_policy = read_policy(json, "DeletionPolicy", path);
  resource.update_replace_policy = read_policy(json, "UpdateReplacePolicy", path);
  for (const char* name : {"CreationPolicy", "UpdatePolicy"}) {
    if (json.contains(name)) {
      resource.other_attributes[name] = json[name];
    }
  }
  return resource;
}

OutputDefinition read_output(const std::string& name, const Json& json) {
  if (!is_alphanumeric(name)) {
    fail(fmt::format("Output name {} is non alphanumeric.", name));
  }
  const std::string path = "/Outputs/" + name;
  if (!json.is_object()) {
    fail(fmt::format("[{}] Every Outputs member must be an object.", path));
  }
  if (!json.contains("Value")) {
    fail(fmt::format("[{}] Every Outputs member must contain a Value object", path));
  }
  OutputDefinition output;
  output.name = name;
  output.value = json["Value"];
  if (output.value.is_null()) {
    fail(fmt::format("[{}/Value] 'null' values are not allowed in templates", path));
  }
  output.description = text_member(json, "Description", path);
  output.condition = text_member(json, "Condition", path);
  if (const auto exported = json.find("Export"); exported != json.end()) {
    if (!exported->is_object() || !exported->contains("Name")) {
      fail(fmt::format("[{}/Export] Every Export member must contain a Name object", path));
    }
    output.export_name = (*exported)["Name"];
  }
  return output;
}

void check_null(const Json& value, const std::string& path) {
  if (value.is_null()) {
    fail(fmt::format("[{}] 'null' values are not allowed in templates", path));
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      check_null(member, path + "/" + name);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      check_null(value[i], path + "/" + std::to_string(i));
    }
  }
}

void check_sections(const Json& document) {
  if (!document.is_object()) {
    fail("unsupported structure.");
  }
  std::vector<std::string> unknown;
  for (const auto& [name, value] : document.items()) {
    if (!is_among(sections, name)) {
      unknown.push_back(name);
    }
  }
  if (!unknown.empty()) {
    throw TemplateError(
        fmt::format("Invalid template property or properties [{}]", fmt::join(unknown, ", ")));
  }
  const auto version = document.find("AWSTemplateFormatVersion");
  if (version != document.end() && scalar_text(*version) != "2010-09-09") {
    fail(fmt::format("unsupported value for AWSTemplateFormatVersion."));
  }
  if (section(document, "Resources").empty()) {
    fail("At least one Resources member must be defined.");
  }
}

void check_count(const Json& members, const char* what, std::size_t max) {
  if (members.size() > max) {
    fail(fmt::format("Number of {}, {}, is greater than maximum allowed, {}", what, members.size(),
                     max));
  }
}

std::vector<std::string> read_transforms(const Json& document) {
  std::vector<std::string> names;
  const Json transform = document.value("Transform", Json::array());
  for (const Json& one : transform.is_array() ? transform : Json::array({transform})) {
    const Json& name = one.is_object() && one.contains("Name") ? one["Name"] : one;
    if (!name.is_string()) {
      fail("Transform section must contain names of macros");
    }
    names.push_back(name.get<std::string>());
  }
  return names;
}

template <typename Value>
const Value* find_named(const std::vector<Value>& values, std::string_view name,
                        std::string Value::*member) {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Value& value) { return value.*member == name; });
  return found == values.end() ? nullptr : &*found;
}

}  // namespace

const ParameterDefinition* Template::find_parameter(std::string_view name) const {
  return find_named(parameters, name, &ParameterDefinition::name);
}

const ConditionDefinition* Template::find_condition(std::string_view name) const {
  return find_named(conditions, name, &ConditionDefinition::name);
}

const ResourceDefinition* Template::find_resource(std::string_view logical_id) const {
  return find_named(resources, logical_id, &ResourceDefinition::logical_id);
}

Template read_template(const Json& document) {
  check_sections(document);
  Template result;
  result.description = text_member(document, "Description", "/Description");
  if (result.description.size() > description_length_max) {
    fail(fmt::format("'Description' length is greater than {}", description_length_max));
  }
  result.metadata = document.value("Metadata", Json());
  result.transforms = read_transforms(document);
  result.mappings = section(document, "Mappings");
  result.rules = section(document, "Rules");
  check_count(result.mappings, "mappings", mappings_max);
  check_count(section(document, "Parameters"), "parameters", parameters_max);
  check_count(section(document, "Resources"), "resources", resources_max);
  check_count(section(document, "Outputs"), "outputs", outputs_max);
  for (const auto& [name, json] : section(document, "Parameters").items()) {
    result.parameters.push_back(read_parameter(name, json));
  }
  for (const auto& [name, json] : section(document, "Conditions").items()) {
    result.conditions.push_back({name, json});
  }
  for (const auto& [name, json] : section(document, "Resources").items()) {
    check_null(json, "/Resources/" + name);
    result.resources.push_back(read_resource(name, json));
  }
  for (const auto& [name, json] : section(document, "Outputs").items()) {
    result.outputs.push_back(read_output(name, json));
  }
  return result;
}

bool is_scalar(const Json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

std::string scalar_text(const Json& scalar) {
  return scalar.is_string() ? scalar.get<std::string>() : scalar.dump();
}

}  // namespace tombola::deploy
