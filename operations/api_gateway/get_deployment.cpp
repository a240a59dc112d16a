// https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployment.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_deployment(OperationContext& context, dynamodb::JsonValue json) {
  return get_part(deployments, "GetDeploymentRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
