// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRequestValidator.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "CreateRequestValidatorRequest",
      {path_member("restapi_id"), text_member("name"), flag_member("validateRequestBody"),
       flag_member("validateRequestParameters")});
  return shape;
}

}  // namespace

std::string create_request_validator(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document validator = {{"validateRequestBody", false}, {"validateRequestParameters", false}};
  validator.update(
      picked(document_of(json), {"name", "validateRequestBody", "validateRequestParameters"}));
  const std::string id = services::api_gateway::new_part_id();
  validator["id"] = id;
  return put_part(request_validators, context, request.required("restapi_id").as_string(), id,
                  validator);
}

}  // namespace tombola::operations::api_gateway
