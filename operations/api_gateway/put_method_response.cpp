// https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethodResponse.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = method_shape("PutMethodResponseRequest",
                                          {path_member("status_code"),
                                           {"responseParameters", Shape::map_of(Shape::boolean())},
                                           texts_member("responseModels")});
  return shape;
}

}  // namespace

std::string put_method_response(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string status(request.required("status_code").as_string());
  Document response = picked(document_of(json), {"responseParameters", "responseModels"});
  response["statusCode"] = status;
  change_method(context, request,
                [&](Document& method) { method["methodResponses"][status] = response; });
  return response.dump();
}

}  // namespace tombola::operations::api_gateway
