// https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKey.html
#include <algorithm>

#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetUsagePlanKeyRequest",
                                              {path_member("usageplanId"), path_member("keyId")});
  return shape;
}

}  // namespace

std::string get_usage_plan_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto account = account_of(context);
  const Document& ids = plan_of(*account, request).at("keyIds");
  const std::string id(request.required("keyId").as_string());
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
    throw not_found(no_such_key);
  }
  return shown_plan_key(account->api_keys.at(id)).dump();
}

}  // namespace tombola::operations::api_gateway
