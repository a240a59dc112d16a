// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html
#include "operations/api_gateway/account_request.h"
#include "operations/operation.h"
#include "services/random_id.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

constexpr std::size_t value_length_min = 20;
constexpr std::size_t value_length_max = 128;
constexpr std::size_t generated_value_length = 40;
constexpr std::string_view value_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("CreateApiKeyRequest",
                       {text_member("name"),
                        text_member("description"),
                        flag_member("enabled"),
                        flag_member("generateDistinctId"),
                        text_member("value"),
                        {"stageKeys",
                         Shape::list_of(Shape::structure(
                             "StageKey", {text_member("restApiId"), text_member("stageName")})),
                         Unsupported},
                        text_member("customerId"),
                        texts_member("tags")});
  return shape;
}

}  // namespace

std::string create_api_key(OperationContext& context, dynamodb::JsonValue json) {
  Request::checked(json, fields(), dynamodb::Wording::Old);
  Document key = {{"enabled", false}, {"stageKeys", Document::array()}};
  key.update(
      picked(document_of(json), {"name", "description", "enabled", "value", "customerId", "tags"}));
  if (!key.contains("value")) {
    key["value"] = services::random_text(value_letters, generated_value_length);
  }
  if (const std::size_t length = key["value"].get<std::string>().size();
      length < value_length_min || length > value_length_max) {
    throw bad_request(length < value_length_min
                          ? "API Key value should be at least 20 characters"
                          : "API Key value exceeds maximum size of 128 characters");
  }
  const std::string id = services::api_gateway::new_api_id();
  key["id"] = id;
  key["createdDate"] = key["lastUpdatedDate"] = seconds_of(context.services->now_ms());
  change_account(context, [&](Account& account) {
    for (const auto& [other, there] : account.api_keys) {
      if (there.at("value") == key.at("value")) {
        throw conflict("API Key already exists");
      }
    }
    account.api_keys[id] = key;
  });
  return key.dump();
}

}  // namespace tombola::operations::api_gateway
