// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateStageRequest", {path_member("restapi_id"),
                             {"stageName", Shape::string().length(1, 128), Required},
                             {"deploymentId", Shape::string(), Required},
                             text_member("description"),
                             {"cacheClusterEnabled", Shape::boolean(), Unsupported},
                             {"cacheClusterSize", Shape::string(), Unsupported},
                             texts_member("variables"),
                             text_member("documentationVersion"),
                             flag_member("tracingEnabled"),
                             texts_member("tags")});
  return shape;
}

}  // namespace

std::string create_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document stage =
      picked(document_of(json), {"stageName", "deploymentId", "description", "variables",
                                 "documentationVersion", "tracingEnabled", "tags"});
  stage["createdDate"] = stage["lastUpdatedDate"] = seconds_of(context.services->now_ms());
  const std::string name = stage.at("stageName");
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    if (!api.deployments.contains(stage.at("deploymentId"))) {
      throw bad_request("Deployment id does not exist");
    }
    if (!api.stages.emplace(name, stage).second) {
      throw conflict("Stage already exists");
    }
  });
  return stage.dump();
}

}  // namespace tombola::operations::api_gateway
