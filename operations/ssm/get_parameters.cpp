// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html
//
// What cannot be found is told as invalid, whatever the reason.
#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::JsonValue;
using dynamodb::Shape;

const Shape& get_parameters_fields() {
  static const Shape shape = Shape::structure(
      "GetParametersRequest", {names_field(), {"WithDecryption", Shape::boolean()}});
  return shape;
}

std::string get_parameters(OperationContext& context, JsonValue json) {
  const Request request = Request::checked(json, get_parameters_fields(), dynamodb::Wording::Old);
  const bool decrypted = request.boolean("WithDecryption").value_or(false);
  nlohmann::json parameters = nlohmann::json::array();
  nlohmann::json invalid = nlohmann::json::array();
  for (const JsonValue name : request.required("Names").elements()) {
    try {
      parameters.push_back(find_parameter(context, name.as_string()).json(decrypted));
    } catch (const services::ServiceError&) {
      invalid.push_back(name.as_string());
    }
  }
  return nlohmann::json{{"InvalidParameters", std::move(invalid)},
                        {"Parameters", std::move(parameters)}}
      .dump();
}

}  // namespace tombola::operations::ssm
