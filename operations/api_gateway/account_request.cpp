#include "operations/api_gateway/account_request.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

std::shared_ptr<const Account> account_of(OperationContext& context) {
  return context.services->api_accounts().find(context.name_space);
}

void change_account(OperationContext& context, const std::function<void(Account&)>& edit) {
  context.services->api_accounts().change(context.name_space, edit);
}

Document shown_key(Document key, bool with_value) {
  if (!with_value) {
    key.erase("value");
  }
  return key;
}

Document shown_plan(Document plan) {
  plan.erase("keyIds");
  return plan;
}

Document shown_plan_key(const Document& key) {
  Document shown = picked(key, {"id", "value", "name"});
  shown["type"] = "API_KEY";
  return shown;
}

const Document& plan_of(const Account& account, const Request& request) {
  return one_of(account.usage_plans, std::string(request.required("usageplanId").as_string()),
                no_such_plan);
}

// rateLimit is a decimal, which shapes do not know.
dynamodb::Field throttle_member() {
  return {"throttle", Shape::structure("ThrottleSettings", {{"burstLimit", Shape::integer()}})};
}

void check_rate(const Document& holder) {
  const auto throttle = holder.find("throttle");
  if (throttle != holder.end() && throttle->contains("rateLimit") &&
      !throttle->at("rateLimit").is_number()) {
    throw bad_request("The rate limit of a usage plan must be a number");
  }
}

dynamodb::Field quota_member() {
  return {"quota",
          Shape::structure("QuotaSettings",
                           {{"limit", Shape::integer()},
                            {"offset", Shape::integer()},
                            {"period", Shape::string().one_of({"DAY", "WEEK", "MONTH"})}})};
}

}  // namespace tombola::operations::api_gateway
