// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& validate_template_fields() {
  static const Shape shape = Shape::structure("ValidateTemplateInput",
                                              {{"TemplateBody", Shape::string().length(1, 51'200)},
                                               {"TemplateURL", Shape::string().length(1, 5120)}});
  return shape;
}

std::string validate_template(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, validate_template_fields());
  const auto text = template_text(request, context);
  if (!text) {
    throw services::cloudformation::validation_error(
        "Either Template URL or Template Body must be specified.");
  }
  const ordered_json summary = context.stacks->summary(*text);
  ordered_json answer = {{"Parameters", ordered_json::array()}};
  for (const ordered_json& parameter : summary.at("Parameters")) {
    ordered_json one = {{"ParameterKey", parameter.at("ParameterKey")}};
    for (const char* name : {"DefaultValue", "NoEcho", "Description"}) {
      if (parameter.contains(name)) {
        one[name] = parameter[name];
      }
    }
    answer["Parameters"].push_back(std::move(one));
  }
  for (const char* name : {"Description", "Capabilities", "CapabilitiesReason"}) {
    if (summary.contains(name)) {
      answer[name] = summary[name];
    }
  }
  answer["DeclaredTransforms"] = summary.at("DeclaredTransforms");
  return answer.dump();
}

}  // namespace tombola::operations::cloudformation
