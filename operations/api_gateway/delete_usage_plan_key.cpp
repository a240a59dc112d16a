// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlanKey.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("DeleteUsagePlanKeyRequest",
                                              {path_member("usageplanId"), path_member("keyId")});
  return shape;
}

}  // namespace

std::string delete_usage_plan_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_account(context, [&](Account& account) {
    Document plan = plan_of(account, request);
    const Document id = std::string(request.required("keyId").as_string());
    if (std::erase(plan["keyIds"].get_ref<Document::array_t&>(), id) == 0) {
      throw not_found(no_such_key);
    }
    account.usage_plans[plan.at("id")] = plan;
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
