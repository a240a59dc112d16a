// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAuthorizer.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("UpdateAuthorizerRequest",
                       {path_member("restapi_id"), path_member("authorizer_id"), patch_member()});
  return shape;
}

}  // namespace

std::string update_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return change_part(authorizers, context, request, [&](Document& authorizer) {
    apply_patch(request,
                {"name", "type", "authorizerUri", "authorizerCredentials", "identitySource",
                 "identityValidationExpression", "authorizerResultTtlInSeconds", "providerARNs"},
                authorizer);
    make_numbers(authorizer, {"authorizerResultTtlInSeconds"});
  });
}

}  // namespace tombola::operations::api_gateway
