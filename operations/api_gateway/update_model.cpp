// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateModel.html
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateModelRequest", {path_member("restapi_id"), path_member("model_name"), patch_member()});
  return shape;
}

}  // namespace

std::string update_model(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return change_part(models, context, request, [&](Document& model) {
    apply_patch(request, {"description", "schema"}, model);
  });
}

}  // namespace tombola::operations::api_gateway
