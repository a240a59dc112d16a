// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateUsagePlanRequest",
      {{"name", Shape::string(), Required},
       text_member("description"),
       {"apiStages", Shape::list_of(Shape::structure(
                         "ApiStage", {text_member("apiId"),
                                      text_member("stage"),
                                      {"throttle", Shape::map_of(Shape::structure(
                                                       "ThrottleSettings",
                                                       {{"burstLimit", Shape::integer()}}))}}))},
       throttle_member(),
       quota_member(),
       texts_member("tags")});
  return shape;
}

}  // namespace

std::string create_usage_plan(OperationContext& context, dynamodb::JsonValue json) {
  Request::checked(json, fields(), dynamodb::Wording::Old);
  Document plan = {{"apiStages", Document::array()}, {"keyIds", Document::array()}};
  plan.update(
      picked(document_of(json), {"name", "description", "apiStages", "throttle", "quota", "tags"}));
  check_rate(plan);
  for (const Document& stage : plan["apiStages"]) {
    const auto api = api_of(context, ApiKind::Rest, stage.value("apiId", ""));
    one_of(api->stages, stage.value("stage", ""), "API Stage not found");
  }
  const std::string id = services::api_gateway::new_part_id();
  plan["id"] = id;
  change_account(context, [&](Account& account) { account.usage_plans[id] = plan; });
  return shown_plan(plan).dump();
}

}  // namespace tombola::operations::api_gateway
