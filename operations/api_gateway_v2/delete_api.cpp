// DeleteApi: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("DeleteApiRequest", {path_member("apiId")});
  return shape;
}

}  // namespace

std::string delete_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  erase_api(context, ApiKind::Http, request.required("apiId").as_string());
  return "";
}

}  // namespace tombola::operations::api_gateway_v2
