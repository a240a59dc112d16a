// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& get_template_summary_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("GetTemplateSummaryInput",
                       {{"TemplateBody", Shape::string().length(1, 51'200)},
                        {"TemplateURL", Shape::string().length(1, 5120)},
                        {"StackName", stack_reference_shape()},
                        {"StackSetName", Shape::string(), Unsupported},
                        {"CallAs", Shape::string(), Unsupported},
                        {"TemplateSummaryConfig", Shape::structure("TemplateSummaryConfig", {})}});
  return shape;
}

std::string get_template_summary(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, get_template_summary_fields());
  auto text = template_text(request, context);
  if (const auto name = request.string("StackName")) {
    text = stack_named(*name, context).template_text;
  }
  if (!text) {
    throw services::cloudformation::validation_error(
        "Either Template URL or Template Body must be specified.");
  }
  return context.stacks->summary(*text).dump();
}

}  // namespace tombola::operations::cloudformation
