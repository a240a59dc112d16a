// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteDeployment.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteDeploymentRequest", {path_member("restapi_id"), path_member("deployment_id")});
  return shape;
}

}  // namespace

std::string delete_deployment(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id(request.required("deployment_id").as_string());
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    for (const auto& [name, stage] : api.stages) {
      if (stage.value("deploymentId", "") == id) {
        throw bad_request("Active stages pointing to this deployment must be moved or deleted");
      }
    }
    if (api.deployments.erase(id) == 0) {
      throw not_found("Invalid Deployment identifier specified");
    }
    api.snapshots.erase(id);
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
