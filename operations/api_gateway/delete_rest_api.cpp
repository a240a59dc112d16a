// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteRestApi.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("DeleteRestApiRequest", {path_member("restapi_id")});
  return shape;
}

}  // namespace

std::string delete_rest_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  erase_api(context, ApiKind::Rest, request.required("restapi_id").as_string());
  return "";
}

}  // namespace tombola::operations::api_gateway
