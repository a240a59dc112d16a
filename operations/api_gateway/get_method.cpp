// https://docs.aws.amazon.com/apigateway/latest/api/API_GetMethod.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = method_shape("GetMethodRequest");
  return shape;
}

}  // namespace

std::string get_method(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return method_of(context, request).dump();
}

}  // namespace tombola::operations::api_gateway
