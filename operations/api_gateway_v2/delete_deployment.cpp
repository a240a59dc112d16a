// DeleteDeployment: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("DeleteDeploymentRequest",
                                              {path_member("apiId"), path_member("deploymentId")});
  return shape;
}

}  // namespace

std::string delete_deployment(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    if (api.deployments.erase(std::string(request.required("deploymentId").as_string())) == 0) {
      throw not_found("Unable to find Deployment by id");
    }
  });
  return "";
}

}  // namespace tombola::operations::api_gateway_v2
