// CreateDeployment: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
//
// The deployment keeps the API as it is; the stage that it names serves it from now on.
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "CreateDeploymentRequest",
      {path_member("apiId"), text_member("description"), text_member("stageName")});
  return shape;
}

}  // namespace

std::string create_deployment(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document deployment = picked(document_of(json), {"description"});
  const std::string id = services::api_gateway::new_part_id();
  deployment["deploymentId"] = id;
  deployment["deploymentStatus"] = "DEPLOYED";
  deployment["autoDeployed"] = false;
  deployment["createdDate"] = services::iso_time(context.services->now_ms());
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    if (const auto stage = request.string("stageName")) {
      one_of(api.stages, std::string(*stage), "Unable to find Stage by name");
      api.stages[std::string(*stage)]["deploymentId"] = id;
    }
    api.deployments[id] = deployment;
    take_snapshot(api, id);
  });
  return deployment.dump();
}

}  // namespace tombola::operations::api_gateway_v2
