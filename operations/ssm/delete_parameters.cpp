// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html
#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::JsonValue;
using dynamodb::Shape;

const Shape& delete_parameters_fields() {
  static const Shape shape = Shape::structure("DeleteParametersRequest", {names_field()});
  return shape;
}

std::string delete_parameters(OperationContext& context, JsonValue json) {
  const Request request =
      Request::checked(json, delete_parameters_fields(), dynamodb::Wording::Old);
  nlohmann::json deleted = nlohmann::json::array();
  nlohmann::json invalid = nlohmann::json::array();
  for (const JsonValue name : request.required("Names").elements()) {
    bool found = false;
    context.services->parameters().change(context.name_space, name.as_string(),
                                          [&](std::optional<services::ssm::Parameter>& parameter) {
                                            found = parameter.has_value();
                                            parameter.reset();
                                          });
    (found ? deleted : invalid).push_back(name.as_string());
  }
  return nlohmann::json{{"DeletedParameters", std::move(deleted)},
                        {"InvalidParameters", std::move(invalid)}}
      .dump();
}

}  // namespace tombola::operations::ssm
