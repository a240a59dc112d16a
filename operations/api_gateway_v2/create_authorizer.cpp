// CreateAuthorizer: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      part_shape("CreateAuthorizerRequest", {}, authorizer_members(Purpose::Create));
  return shape;
}

}  // namespace

std::string create_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document authorizer = kept(json, authorizer_members(Purpose::Create));
  if (authorizer.at("authorizerType") == "REQUEST" &&
      (!authorizer.contains("authorizerUri") ||
       !authorizer.contains("authorizerPayloadFormatVersion"))) {
    throw bad_request(
        "AuthorizerUri and AuthorizerPayloadFormatVersion are required for a REQUEST authorizer");
  }
  const std::string id = services::api_gateway::new_part_id();
  authorizer["authorizerId"] = id;
  return put_part(http_authorizers, context, request.required("apiId").as_string(), id, authorizer);
}

}  // namespace tombola::operations::api_gateway_v2
