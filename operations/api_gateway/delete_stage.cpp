// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteStage.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteStageRequest", {path_member("restapi_id"), path_member("stage_name")});
  return shape;
}

}  // namespace

std::string delete_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string name(request.required("stage_name").as_string());
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    if (api.stages.erase(name) == 0) {
      throw not_found("Invalid stage identifier specified");
    }
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
