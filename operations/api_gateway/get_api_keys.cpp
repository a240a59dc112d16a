// https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKeys.html
//
// In one page, whatever limit says.
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetApiKeysRequest", {text_member("position"),
                                                                    {"limit", Shape::integer()},
                                                                    text_member("name"),
                                                                    text_member("customerId"),
                                                                    text_member("includeValues")});
  return shape;
}

}  // namespace

std::string get_api_keys(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  Document keys = Document::array();
  for (const auto& [id, key] : account_of(context)->api_keys) {
    const std::string name = key.value("name", "");
    const bool is_wanted = name.starts_with(request.string("name").value_or("")) &&
                           (!request.has("customerId") ||
                            key.value("customerId", "") == *request.string("customerId"));
    if (is_wanted) {
      keys.push_back(shown_key(key, request.string("includeValues") == "true"));
    }
  }
  return Document{{"item", std::move(keys)}}.dump();
}

}  // namespace tombola::operations::api_gateway
