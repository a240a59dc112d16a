// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateRequestValidator.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateRequestValidatorRequest",
      {path_member("restapi_id"), path_member("requestvalidator_id"), patch_member()});
  return shape;
}

}  // namespace

std::string update_request_validator(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return change_part(request_validators, context, request, [&](Document& validator) {
    apply_patch(request, {"name", "validateRequestBody", "validateRequestParameters"}, validator);
    make_flags(validator, {"validateRequestBody", "validateRequestParameters"});
  });
}

}  // namespace tombola::operations::api_gateway
