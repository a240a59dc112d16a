// CreateStage: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway_v2/part_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      part_shape("CreateStageRequest",
                 {{"stageName", Shape::string().length(1, 128), dynamodb::Presence::Required}},
                 stage_members(Purpose::Create));
  return shape;
}

}  // namespace

std::string create_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document stage = kept(json, stage_members(Purpose::Create));
  const std::string name(request.required("stageName").as_string());
  stage["stageName"] = name;
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    check_deployment(api, stage);
    if (!api.stages.emplace(name, stage).second) {
      throw conflict("Stage already exists");
    }
  });
  return stage.dump();
}

}  // namespace tombola::operations::api_gateway_v2
