// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateStageRequest", {path_member("restapi_id"), path_member("stage_name"), patch_member()});
  return shape;
}

}  // namespace

std::string update_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name(request.required("stage_name").as_string());
  Document stage;
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    stage = one_of(api.stages, name, "Invalid stage identifier specified");
    apply_patch(request, {"deploymentId", "description", "variables"}, stage);
    if (!api.deployments.contains(stage.value("deploymentId", ""))) {
      throw bad_request("Deployment id does not exist");
    }
    stage["lastUpdatedDate"] = seconds_of(context.services->now_ms());
    api.stages[name] = stage;
  });
  return stage.dump();
}

}  // namespace tombola::operations::api_gateway
