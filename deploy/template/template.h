// A CloudFormation template: its sections, checked for form, with every expression ({"Ref":...},
// {"Fn::Join":...}) still as it was written. Pure values.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
//
// From here a template goes on as follows; each step is a header of this folder:
//
//   text --template_text--> JSON --template--> Template --template_checks--> references are whole
//   + parameter_values + pseudo_parameters --resolver--> values, conditions
//   --resolved_template--> the resources that there shall be, in order of creation
//   --template_changes--> what becomes of those that there are
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace tombola::deploy {

// Ordered, since CloudFormation lists what a template declares in the order of its text.
using Json = nlohmann::ordered_json;

struct ParameterDefinition {
  std::string name;
  std::string type;  // "String", "Number", "CommaDelimitedList", "AWS::SSM::Parameter::Value<...>"
  std::optional<std::string> default_value;
  std::vector<std::string> allowed_values;
  std::string allowed_pattern;  // empty: none, as the following texts
  std::string constraint_description;
  std::string description;
  std::optional<double> min_value;
  std::optional<double> max_value;
  std::optional<std::size_t> min_length;
  std::optional<std::size_t> max_length;
  bool no_echo = false;
};

struct ResourceDefinition {
  std::string logical_id;
  std::string type;
  Json properties = Json::object();
  Json metadata;  // null: none
  std::vector<std::string> depends_on;
  std::string condition;                   // empty: always
  std::string deletion_policy;             // empty: as the type has it
  std::string update_replace_policy;       // likewise
  Json other_attributes = Json::object();  // CreationPolicy, UpdatePolicy
};

struct OutputDefinition {
  std::string name;
  Json value;
  std::string description;
  Json export_name;  // null: not exported
  std::string condition;
};

struct ConditionDefinition {
  std::string name;
  Json expression;
};

struct Template {
  std::string description;
  Json metadata;  // null: none
  std::vector<std::string> transforms;
  std::vector<ParameterDefinition> parameters;
  Json mappings = Json::object();
  std::vector<ConditionDefinition> conditions;
  Json rules = Json::object();
  std::vector<ResourceDefinition> resources;
  std::vector<OutputDefinition> outputs;

  const ParameterDefinition* find_parameter(std::string_view name) const;
  const ConditionDefinition* find_condition(std::string_view name) const;
  const ResourceDefinition* find_resource(std::string_view logical_id) const;
};

// Throws TemplateError with CloudFormation's text.
Template read_template(const Json& document);

// A scalar as CloudFormation writes it where it wants text: 5 is "5", true is "true".
std::string scalar_text(const Json& scalar);
bool is_scalar(const Json& value);

}  // namespace tombola::deploy
