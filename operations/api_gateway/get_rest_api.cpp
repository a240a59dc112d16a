// https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetRestApiRequest", {path_member("restapi_id")});
  return shape;
}

}  // namespace

std::string get_rest_api(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return shown_api(*api_of(context, ApiKind::Rest, request.required("restapi_id").as_string()),
                   context)
      .dump();
}

}  // namespace tombola::operations::api_gateway
