// https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponse.html
//
// Those that were put; of the others AWS tells what they are by default.
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetGatewayResponseRequest", {path_member("restapi_id"), path_member("response_type")});
  return shape;
}

}  // namespace

std::string get_gateway_response(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto api = api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  return one_of(api->gateway_responses, std::string(request.required("response_type").as_string()),
                "Gateway response type not defined on api")
      .dump();
}

}  // namespace tombola::operations::api_gateway
