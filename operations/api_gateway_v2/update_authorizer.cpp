// UpdateAuthorizer: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = part_shape("UpdateAuthorizerRequest", {path_member("authorizerId")},
                                        authorizer_members(Purpose::Change));
  return shape;
}

}  // namespace

std::string update_authorizer(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return change_part(http_authorizers, context, request, [&](Document& authorizer) {
    authorizer.update(kept(json, authorizer_members(Purpose::Change)));
  });
}

}  // namespace tombola::operations::api_gateway_v2
