// https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
#include <algorithm>

#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetRestApisRequest", {text_member("position"), {"limit", Shape::integer()}});
  return shape;
}

}  // namespace

std::string get_rest_apis(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto apis = context.services->apis().list(context.name_space, ApiKind::Rest);
  const RowPage page = page_of(apis.size(), request.string("position"),
                               static_cast<std::size_t>(std::clamp<std::int64_t>(
                                   request.integer("limit").value_or(25), 1, 500)),
                               bad_request("Invalid position parameter specified"));
  Document answer = {{"item", Document::array()}};
  for (std::size_t i = page.begin; i < page.end; ++i) {
    answer["item"].push_back(shown_api(*apis[i], context));
  }
  if (page.next_token) {
    answer["position"] = *page.next_token;
  }
  return answer.dump();
}

}  // namespace tombola::operations::api_gateway
