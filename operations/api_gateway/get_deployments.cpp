// https://docs.aws.amazon.com/apigateway/latest/api/API_GetDeployments.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

std::string get_deployments(OperationContext& context, dynamodb::JsonValue json) {
  return list_parts(deployments, "GetDeploymentsRequest", context, json);
}

}  // namespace tombola::operations::api_gateway
