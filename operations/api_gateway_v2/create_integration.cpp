// CreateIntegration: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      part_shape("CreateIntegrationRequest", {}, integration_members(Purpose::Create));
  return shape;
}

}  // namespace

std::string create_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document integration = {{"payloadFormatVersion", "1.0"}};
  integration.update(kept(json, integration_members(Purpose::Create)));
  const std::string id = services::api_gateway::new_part_id();
  integration["integrationId"] = id;
  return put_part(http_integrations, context, request.required("apiId").as_string(), id,
                  integration);
}

}  // namespace tombola::operations::api_gateway_v2
