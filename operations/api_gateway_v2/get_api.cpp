// GetApi: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetApiRequest", {path_member("apiId")});
  return shape;
}

}  // namespace

std::string get_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return shown_api(*api_of(context, ApiKind::Http, request.required("apiId").as_string()), context)
      .dump();
}

}  // namespace tombola::operations::api_gateway_v2
