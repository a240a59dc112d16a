// CreateStage: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateStageRequest", {path_member("apiId"),
                             {"stageName", Shape::string().length(1, 128), Required},
                             flag_member("autoDeploy"),
                             text_member("deploymentId"),
                             text_member("description"),
                             texts_member("stageVariables"),
                             texts_member("tags")});
  return shape;
}

}  // namespace

std::string create_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document stage = picked(document_of(json), {"stageName", "autoDeploy", "deploymentId",
                                              "description", "stageVariables", "tags"});
  const std::string name = stage.at("stageName");
  change_api(context, ApiKind::Http, request.required("apiId").as_string(), [&](Api& api) {
    if (!api.stages.emplace(name, stage).second) {
      throw conflict("Stage already exists");
    }
  });
  return stage.dump();
}

}  // namespace tombola::operations::api_gateway_v2
