// UpdateIntegration: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = part_shape("UpdateIntegrationRequest", {path_member("integrationId")},
                                        integration_members(Purpose::Change));
  return shape;
}

}  // namespace

std::string update_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return change_part(http_integrations, context, request, [&](Document& integration) {
    integration.update(kept(json, integration_members(Purpose::Change)));
  });
}

}  // namespace tombola::operations::api_gateway_v2
