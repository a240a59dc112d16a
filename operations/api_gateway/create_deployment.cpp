// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html
//
// The deployment keeps the API as it is; the stage that it names, made if need be, serves it from now on.
#include <algorithm>

#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateDeploymentRequest", {path_member("restapi_id"),
                                  text_member("stageName"),
                                  {"stageDescription", Shape::string(), Unsupported},
                                  text_member("description"),
                                  {"cacheClusterEnabled", Shape::boolean(), Unsupported},
                                  {"cacheClusterSize", Shape::string(), Unsupported},
                                  texts_member("variables"),
                                  {"tracingEnabled", Shape::boolean(), Unsupported}});
  return shape;
}

bool has_methods(const Api& api) {
  return std::any_of(api.resources.begin(), api.resources.end(), [](const auto& one) {
    return one.second.contains("resourceMethods") && !one.second.at("resourceMethods").empty();
  });
}

}  // namespace

std::string create_deployment(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document deployment = picked(document_of(json), {"description"});
  deployment["id"] = services::api_gateway::new_part_id();
  deployment["createdDate"] = seconds_of(context.services->now_ms());
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    if (!has_methods(api)) {
      throw bad_request("The REST API doesn't contain any methods");
    }
    api.deployments[deployment.at("id")] = deployment;
    take_snapshot(api, deployment.at("id"));
    if (const auto stage = request.string("stageName")) {
      Document& there = api.stages[std::string(*stage)];
      there["stageName"] = *stage;
      there["deploymentId"] = deployment.at("id");
      if (request.has("variables")) {
        there["variables"] = document_of(*request.member("variables"));
      }
    }
  });
  return deployment.dump();
}

}  // namespace tombola::operations::api_gateway
