// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html
#include <algorithm>

#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateUsagePlanKeyRequest", {path_member("usageplanId"),
                                    {"keyId", Shape::string(), Required},
                                    {"keyType", Shape::string().one_of({"API_KEY"}), Required}});
  return shape;
}

}  // namespace

std::string create_usage_plan_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document key;
  change_account(context, [&](Account& account) {
    Document plan = plan_of(account, request);
    const std::string id(request.required("keyId").as_string());
    key = one_of(account.api_keys, id, no_such_key);
    Document& ids = plan["keyIds"];
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) {
      throw conflict("Usage Plan " + plan.at("id").get<std::string>() +
                     " already contains API Key " + id);
    }
    ids.push_back(id);
    account.usage_plans[plan.at("id")] = plan;
  });
  return shown_plan_key(key).dump();
}

}  // namespace tombola::operations::api_gateway
