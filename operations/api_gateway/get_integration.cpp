// https://docs.aws.amazon.com/apigateway/latest/api/API_GetIntegration.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = method_shape("GetIntegrationRequest");
  return shape;
}

}  // namespace

std::string get_integration(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const Document method = method_of(context, request);
  if (!method.contains("methodIntegration")) {
    throw not_found("Invalid Integration identifier specified");
  }
  return method.at("methodIntegration").dump();
}

}  // namespace tombola::operations::api_gateway
