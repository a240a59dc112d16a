// https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetStageRequest", {path_member("restapi_id"), path_member("stage_name")});
  return shape;
}

}  // namespace

std::string get_stage(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto api = api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  return one_of(api->stages, std::string(request.required("stage_name").as_string()),
                "Invalid stage identifier specified")
      .dump();
}

}  // namespace tombola::operations::api_gateway
