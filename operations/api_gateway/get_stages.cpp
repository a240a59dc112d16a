// https://docs.aws.amazon.com/apigateway/latest/api/API_GetStages.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetStagesRequest", {path_member("restapi_id"), text_member("deploymentId")});
  return shape;
}

}  // namespace

std::string get_stages(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto api = api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  const auto deployment = request.string("deploymentId");
  Documents stages = api->stages;
  std::erase_if(stages, [&](const auto& stage) {
    return deployment && stage.second.value("deploymentId", "") != *deployment;
  });
  return all_of("item", stages);
}

}  // namespace tombola::operations::api_gateway
