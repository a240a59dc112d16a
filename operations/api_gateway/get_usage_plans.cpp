// https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlans.html
//
// In one page, whatever limit says.
#include <algorithm>

#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetUsagePlansRequest",
      {text_member("position"), text_member("keyId"), {"limit", Shape::integer()}});
  return shape;
}

}  // namespace

std::string get_usage_plans(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document plans = Document::array();
  for (const auto& [id, plan] : account_of(context)->usage_plans) {
    const Document& keys = plan.at("keyIds");
    const auto key = request.string("keyId");
    if (!key || std::find(keys.begin(), keys.end(), *key) != keys.end()) {
      plans.push_back(shown_plan(plan));
    }
  }
  return Document{{"item", std::move(plans)}}.dump();
}

}  // namespace tombola::operations::api_gateway
