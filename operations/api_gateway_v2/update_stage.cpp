// UpdateStage: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateStageRequest",
      {path_member("apiId"), path_member("stageName"), flag_member("autoDeploy"),
       text_member("deploymentId"), text_member("description"), texts_member("stageVariables")});
  return shape;
}

}  // namespace

std::string update_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id(request.required("stageName").as_string());
  Document changed;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    changed = one_of(api.stages, id, "Unable to find Stage by name");
    changed.update(
        picked(document_of(json), {"autoDeploy", "deploymentId", "description", "stageVariables"}));
    api.stages[id] = changed;
  });
  return changed.dump();
}

}  // namespace tombola::operations::api_gateway_v2
