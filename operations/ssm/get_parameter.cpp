// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;

const Shape& get_parameter_fields() {
  static const Shape shape =
      Shape::structure("GetParameterRequest", {name_field(), {"WithDecryption", Shape::boolean()}});
  return shape;
}

std::string get_parameter(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, get_parameter_fields(), dynamodb::Wording::Old);
  const FoundParameter found = find_parameter(context, request.required("Name").as_string());
  return nlohmann::json{
      {"Parameter", found.json(request.boolean("WithDecryption").value_or(false))}}
      .dump();
}

}  // namespace tombola::operations::ssm
