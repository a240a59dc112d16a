// https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateApiKey.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("UpdateApiKeyRequest", {path_member("api_Key"), patch_member()});
  return shape;
}

}  // namespace

std::string update_api_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document key;
  change_account(context, [&](Account& account) {
    const std::string id(request.required("api_Key").as_string());
    key = one_of(account.api_keys, id, no_such_key);
    apply_patch(request, {"name", "description", "enabled", "customerId"}, key);
    make_flags(key, {"enabled"});
    key["lastUpdatedDate"] = seconds_of(context.services->now_ms());
    account.api_keys[id] = key;
  });
  return shown_key(key, false).dump();
}

}  // namespace tombola::operations::api_gateway
