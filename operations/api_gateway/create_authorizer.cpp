// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateAuthorizerRequest",
      {path_member("restapi_id"),
       {"name", Shape::string(), Required},
       {"type", Shape::string().one_of({"TOKEN", "REQUEST", "COGNITO_USER_POOLS"}), Required},
       list_member("providerARNs"),
       text_member("authType"),
       text_member("authorizerUri"),
       text_member("authorizerCredentials"),
       text_member("identitySource"),
       text_member("identityValidationExpression"),
       {"authorizerResultTtlInSeconds", Shape::integer().range(0, 3600)}});
  return shape;
}

}  // namespace

std::string create_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document authorizer =
      picked(document_of(json),
             {"name", "type", "providerARNs", "authType", "authorizerUri", "authorizerCredentials",
              "identitySource", "identityValidationExpression", "authorizerResultTtlInSeconds"});
  const std::string type = authorizer.at("type");
  if (type != "COGNITO_USER_POOLS" && !authorizer.contains("authorizerUri")) {
    throw bad_request("Authorizer URI is required for " + type + " authorizer");
  }
  if (type == "COGNITO_USER_POOLS" && !authorizer.contains("providerARNs")) {
    throw bad_request("At least one provider ARN is required for COGNITO_USER_POOLS authorizer");
  }
  if (!authorizer.contains("identitySource") && type != "REQUEST") {
    authorizer["identitySource"] = "method.request.header.Authorization";
  }
  if (!authorizer.contains("authorizerResultTtlInSeconds")) {
    authorizer["authorizerResultTtlInSeconds"] = 300;
  }
  const std::string id = services::api_gateway::new_part_id();
  authorizer["id"] = id;
  return put_part(authorizers, context, request.required("restapi_id").as_string(), id, authorizer);
}

}  // namespace tombola::operations::api_gateway
