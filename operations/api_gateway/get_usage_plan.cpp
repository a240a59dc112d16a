// https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlan.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetUsagePlanRequest", {path_member("usageplanId")});
  return shape;
}

}  // namespace

std::string get_usage_plan(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  return shown_plan(plan_of(*account_of(context), request)).dump();
}

}  // namespace tombola::operations::api_gateway
