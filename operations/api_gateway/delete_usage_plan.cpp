// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlan.html
//
// A plan that is for stages cannot go.
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DeleteUsagePlanRequest", {path_member("usageplanId")});
  return shape;
}

}  // namespace

std::string delete_usage_plan(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_account(context, [&](Account& account) {
    const Document& plan = plan_of(account, request);
    if (!plan.at("apiStages").empty()) {
      throw bad_request("Cannot delete usage plan. Please detach it from all API stages first.");
    }
    account.usage_plans.erase(plan.at("id").get<std::string>());
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
