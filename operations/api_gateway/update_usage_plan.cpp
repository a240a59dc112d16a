// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html
//
// /apiStages takes and gives up "<api>:<stage>"; all else is as in other patches.
#include <algorithm>

#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("UpdateUsagePlanRequest", {path_member("usageplanId"), patch_member()});
  return shape;
}

void change_stages(const Request& operation, Document& stages) {
  const std::string value(operation.string("value").value_or(""));
  const std::size_t colon = std::min(value.find(':'), value.size());
  const std::string api = value.substr(0, colon);
  const std::string stage = value.substr(std::min(colon + 1, value.size()));
  std::erase_if(stages.get_ref<Document::array_t&>(), [&](const Document& there) {
    return there.value("apiId", "") == api && there.value("stage", "") == stage;
  });
  if (operation.string("op").value_or("add") != "remove") {
    stages.push_back({{"apiId", api}, {"stage", stage}});
  }
}

void change_plan(const Request& request, Document& plan) {
  const auto operations = request.member("patchOperations");
  if (!operations) {
    return;
  }
  for (const dynamodb::JsonValue json : operations->elements()) {
    const Request operation(json);
    if (operation.required("path").as_string() == "/apiStages") {
      change_stages(operation, plan["apiStages"]);
    } else {
      apply_patch_operation(operation, {"name", "description", "throttle", "quota"}, plan);
    }
  }
  if (plan.contains("throttle")) {
    make_numbers(plan["throttle"], {"rateLimit", "burstLimit"});
  }
  if (plan.contains("quota")) {
    make_numbers(plan["quota"], {"limit", "offset"});
  }
}

}  // namespace

std::string update_usage_plan(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document plan;
  change_account(context, [&](Account& account) {
    plan = plan_of(account, request);
    change_plan(request, plan);
    account.usage_plans[plan.at("id")] = plan;
  });
  return shown_plan(plan).dump();
}

}  // namespace tombola::operations::api_gateway
