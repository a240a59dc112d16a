// GetApis: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/operations.html
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
      Shape::structure("GetApisRequest", {text_member("nextToken"), text_member("maxResults")});
  return shape;
}

}  // namespace

std::string get_apis(OperationContext& context, dynamodb::JsonValue json) {
  Request::checked(json, fields(), dynamodb::Wording::Old);
  Document items = Document::array();
  for (const auto& api : context.services->apis().list(context.name_space, ApiKind::Http)) {
    items.push_back(shown_api(*api, context));
  }
  return Document{{"items", std::move(items)}}.dump();
}

}  // namespace tombola::operations::api_gateway_v2
