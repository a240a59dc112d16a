// https://docs.aws.amazon.com/apigateway/latest/api/API_GetGatewayResponses.html
//
// Those that were put, in one page.
#include "operations/api_gateway/api_parts.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetGatewayResponsesRequest",
      {path_member("restapi_id"), text_member("position"), {"limit", Shape::integer()}});
  return shape;
}

}  // namespace

std::string get_gateway_responses(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return all_of("item", api_of(context, ApiKind::Rest, request.required("restapi_id").as_string())
                            ->gateway_responses);
}

}  // namespace tombola::operations::api_gateway
