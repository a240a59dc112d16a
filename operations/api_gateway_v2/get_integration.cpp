// GetIntegration: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using namespace api_gateway;

std::string get_integration(OperationContext& context, dynamodb::JsonValue json) {
  return get_part(http_integrations, "GetIntegrationRequest", context, json);
}

}  // namespace tombola::operations::api_gateway_v2
