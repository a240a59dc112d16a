// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html
#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;

const Shape& delete_parameter_fields() {
  static const Shape shape = Shape::structure("DeleteParameterRequest", {name_field()});
  return shape;
}

std::string delete_parameter(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, delete_parameter_fields(), dynamodb::Wording::Old);
  context.services->parameters().change(context.name_space, request.required("Name").as_string(),
                                        [](std::optional<services::ssm::Parameter>& parameter) {
                                          if (!parameter) {
                                            throw services::ssm::parameter_not_found();
                                          }
                                          parameter.reset();
                                        });
  return "{}";
}

}  // namespace tombola::operations::ssm
