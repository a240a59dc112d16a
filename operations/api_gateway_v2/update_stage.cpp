// UpdateStage: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      part_shape("UpdateStageRequest", {path_member("stageName")}, stage_members(Purpose::Change));
  return shape;
}

}  // namespace

std::string update_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name = id_of(http_stages, request);
  Document stage;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    stage = one_of(api.stages, name, http_stages.missing);
    stage.update(kept(json, stage_members(Purpose::Change)));
    check_deployment(api, stage);
    api.stages[name] = stage;
  });
  return stage.dump();
}

}  // namespace tombola::operations::api_gateway_v2
