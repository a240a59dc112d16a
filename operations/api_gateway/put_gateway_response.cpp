// https://docs.aws.amazon.com/apigateway/latest/api/API_PutGatewayResponse.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "PutGatewayResponseRequest",
      {path_member("restapi_id"), path_member("response_type"), text_member("statusCode"),
       texts_member("responseParameters"), texts_member("responseTemplates")});
  return shape;
}

}  // namespace

std::string put_gateway_response(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string type(request.required("response_type").as_string());
  Document response =
      picked(document_of(json), {"statusCode", "responseParameters", "responseTemplates"});
  response["responseType"] = type;
  response["defaultResponse"] = false;
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(),
             [&](Api& api) { api.gateway_responses[type] = response; });
  return response.dump();
}

}  // namespace tombola::operations::api_gateway
