// CreateAuthorizer: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateAuthorizerRequest",
      {path_member("apiId"),
       {"name", Shape::string().length(1, 128), Required},
       {"authorizerType", Shape::string().one_of({"REQUEST", "JWT"}), Required},
       text_member("authorizerUri"),
       text_member("authorizerCredentialsArn"),
       {"authorizerPayloadFormatVersion", Shape::string().one_of({"1.0", "2.0"})},
       {"authorizerResultTtlInSeconds", Shape::integer().range(0, 3600)},
       flag_member("enableSimpleResponses"),
       list_member("identitySource"),
       {"identityValidationExpression", Shape::string(), Unsupported},
       {"jwtConfiguration",
        Shape::structure("JWTConfiguration", {list_member("audience"), text_member("issuer")})}});
  return shape;
}

}  // namespace

std::string create_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document authorizer = picked(
      document_of(json), {"name", "authorizerType", "authorizerUri", "authorizerCredentialsArn",
                          "authorizerPayloadFormatVersion", "authorizerResultTtlInSeconds",
                          "enableSimpleResponses", "identitySource", "jwtConfiguration"});
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
