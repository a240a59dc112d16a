// GetStages: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
//
// In one page, whatever maxResults says.
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway_v2 {

using dynamodb::Shape;
using namespace api_gateway;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetStagesRequest",
                       {path_member("apiId"), text_member("nextToken"), text_member("maxResults")});
  return shape;
}

}  // namespace

std::string get_stages(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return all_of("items",
                api_of(context, ApiKind::Http, request.required("apiId").as_string())->stages);
}

}  // namespace tombola::operations::api_gateway_v2
