// https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetApiKeyRequest", {path_member("api_Key"), text_member("includeValue")});
  return shape;
}

}  // namespace

std::string get_api_key(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto account = account_of(context);
  return shown_key(one_of(account->api_keys, std::string(request.required("api_Key").as_string()),
                          no_such_key),
                   request.string("includeValue") == "true")
      .dump();
}

}  // namespace tombola::operations::api_gateway
