// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteApiKey.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("DeleteApiKeyRequest", {path_member("api_Key")});
  return shape;
}

}  // namespace

std::string delete_api_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_account(context, [&](Account& account) {
    const std::string id(request.required("api_Key").as_string());
    if (account.api_keys.erase(id) == 0) {
      throw not_found(no_such_key);
    }
    for (auto& [plan_id, plan] : account.usage_plans) {
      std::erase(plan["keyIds"].get_ref<Document::array_t&>(), Document(id));
    }
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
