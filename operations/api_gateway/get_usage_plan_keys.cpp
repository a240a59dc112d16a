// https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKeys.html
//
// In one page, whatever limit says.
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetUsagePlanKeysRequest", {path_member("usageplanId"),
                                                   text_member("position"),
                                                   {"limit", Shape::integer()},
                                                   text_member("name")});
  return shape;
}

}  // namespace

std::string get_usage_plan_keys(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto account = account_of(context);
  Document keys = Document::array();
  for (const Document& id : plan_of(*account, request).at("keyIds")) {
    const Document& key = account->api_keys.at(id.get<std::string>());
    if (key.value("name", "").starts_with(request.string("name").value_or(""))) {
      keys.push_back(shown_plan_key(key));
    }
  }
  return Document{{"item", std::move(keys)}}.dump();
}

}  // namespace tombola::operations::api_gateway
