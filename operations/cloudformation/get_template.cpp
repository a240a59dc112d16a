// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
//
// The template as it was sent, at both stages: what a transform made of it is not kept.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& get_template_fields() {
  static const Shape shape = Shape::structure(
      "GetTemplateInput", {{"StackName", stack_reference_shape()},
                           {"ChangeSetName", Shape::string()},
                           {"TemplateStage", Shape::string().one_of({"Original", "Processed"})}});
  return shape;
}

std::string get_template(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, get_template_fields());
  std::string text;
  if (request.has("ChangeSetName")) {
    text = change_set_named(request, context).change_set.template_text;
  } else if (const auto name = request.string("StackName")) {
    text = stack_named(*name, context).template_text;
  } else {
    throw services::cloudformation::validation_error("StackName is required");
  }
  return ordered_json{{"TemplateBody", text.empty() ? "{}" : text},
                      {"StagesAvailable", {"Original", "Processed"}}}
      .dump();
}

}  // namespace tombola::operations::cloudformation
