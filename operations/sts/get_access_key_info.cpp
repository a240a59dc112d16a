// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
//
// Temporary credentials say whose they are; every other key is the caller's account's.
#include "operations/operation.h"
#include "operations/request.h"
#include "operations/sts/session_request.h"

namespace tombola::operations::sts {

using dynamodb::Shape;

const Shape& get_access_key_info_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "GetAccessKeyInfoRequest", {{"AccessKeyId", Shape::string().length(16, 128), Required}});
  return shape;
}

std::string get_access_key_info(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_access_key_info_fields(), dynamodb::Wording::Old);
  const auto account = services::sts::account_of_temporary_key(
      std::string(request.required("AccessKeyId").as_string()));
  return nlohmann::ordered_json{{"Account", account.value_or(context.name_space.account)}}.dump();
}

}  // namespace tombola::operations::sts
