// What GetTemplateSummary and ValidateTemplate say of a template.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/stack/stack_plan.h"
#include "deploy/stack/stacks.h"
#include "deploy/template/template_checks.h"
#include "deploy/template/template_error.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::deploy {
namespace {

Json parameter_summary(const ParameterDefinition& parameter) {
  Json json = {{"ParameterKey", parameter.name}};
  if (parameter.default_value) {
    json["DefaultValue"] = *parameter.default_value;
  }
  json["ParameterType"] = parameter.type;
  json["NoEcho"] = parameter.no_echo;
  if (!parameter.description.empty()) {
    json["Description"] = parameter.description;
  }
  json["ParameterConstraints"] = Json::object();
  if (!parameter.allowed_values.empty()) {
    json["ParameterConstraints"]["AllowedValues"] = parameter.allowed_values;
  }
  return json;
}

Json summary_of(const Template& source) {
  Json json = {{"Parameters", Json::array()}};
  for (const ParameterDefinition& parameter : source.parameters) {
    json["Parameters"].push_back(parameter_summary(parameter));
  }
  if (!source.description.empty()) {
    json["Description"] = source.description;
  }
  std::vector<std::string> types;
  std::vector<std::string> with_capabilities;
  for (const ResourceDefinition& resource : source.resources) {
    auto& list = resource.type.starts_with("AWS::IAM::") ? with_capabilities : types;
    if (std::find(list.begin(), list.end(), resource.type) == list.end()) {
      list.push_back(resource.type);
    }
  }
  if (!with_capabilities.empty()) {
    json["Capabilities"] = {"CAPABILITY_NAMED_IAM"};
    json["CapabilitiesReason"] = fmt::format("The following resource(s) require capabilities: [{}]",
                                             fmt::join(with_capabilities, ", "));
  }
  types.insert(types.end(), with_capabilities.begin(), with_capabilities.end());
  json["ResourceTypes"] = types;
  json["Version"] = "2010-09-09";
  if (!source.metadata.is_null()) {
    json["Metadata"] = source.metadata.dump();
  }
  json["DeclaredTransforms"] = source.transforms;
  return json;
}

}  // namespace

nlohmann::ordered_json Stacks::summary(const std::string& template_text) {
  try {
    const Template source = read_template(transformed_document(
        template_text, {}, [](const std::string&, const std::string&) { return "{}"; }));
    check_template(source);
    return summary_of(source);
  } catch (const TemplateError& error) {
    throw services::cloudformation::validation_error(error.what());
  }
}

}  // namespace tombola::deploy
