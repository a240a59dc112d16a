#include "server/api_gateway_answer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "server/failure_text.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

// headers and multiValueHeaders together; where both have a name, multiValueHeaders counts.
std::vector<http::Header> headers_of(JsonValue root) {
  std::vector<http::Header> headers;
  std::vector<std::string_view> multi_value_names;
  if (const auto multi_value = proxy_object_member(root, "multiValueHeaders")) {
    for (const JsonValue::Member member : multi_value->members()) {
      if (!member.value.is_array()) {
        throw MalformedProxyResponse{
            fmt::format("multiValueHeaders.{} is not a list", member.name)};
      }
      multi_value_names.push_back(member.name);
      for (const JsonValue value : member.value.elements()) {
        add_proxy_header(headers, member.name, proxy_header_text(member.name, value));
      }
    }
  }
  if (const auto single_value = proxy_object_member(root, "headers")) {
    for (const JsonValue::Member member : single_value->members()) {
      const bool overruled = std::any_of(
          multi_value_names.begin(), multi_value_names.end(),
          [&](std::string_view name) { return http::equals_ignoring_case(name, member.name); });
      if (!overruled && member.value.type() != JsonType::Null) {
        add_proxy_header(headers, member.name, proxy_header_text(member.name, member.value));
      }
    }
  }
  if (!http::has_header(headers, "Content-Type")) {
    headers.push_back({"Content-Type", "application/json"});
  }
  return headers;
}

std::string body_of(JsonValue root, Base64Body base64) {
  const std::optional<JsonValue> body = root.find("body");
  if (!body || body->type() == JsonType::Null) {
    return {};
  }
  if (!body->is_string()) {
    throw MalformedProxyResponse{"its body is not a string; use JSON.stringify"};
  }
  std::string text(body->as_string());
  return base64 == Base64Body::Decoded ? proxy_body(root, std::move(text)) : text;
}

http::Response response_of(std::string_view payload, Base64Body base64) {
  try {
    const dynamodb::JsonDocument document = dynamodb::JsonDocument::parse(payload);
    const JsonValue root = document.root();
    if (!root.is_object()) {
      throw MalformedProxyResponse{"it is not an object with statusCode and body"};
    }
    return {proxy_status(root), headers_of(root), body_of(root, base64)};
  } catch (const dynamodb::JsonError& error) {
    throw MalformedProxyResponse{error.what()};
  }
}

}  // namespace

ProxyAnswer api_gateway_answer(const triggers::InvokeResult& result, Base64Body base64) {
  switch (result.status) {
    case triggers::InvokeStatus::Success:
      break;
    case triggers::InvokeStatus::FunctionError:
      return {api_gateway_failure(), "the function failed: " + failure_text(result)};
    case triggers::InvokeStatus::Unreachable:
      return {api_gateway_failure(), "the function could not be run: " + result.reason};
  }
  try {
    return {response_of(result.payload, base64), {}};
  } catch (const MalformedProxyResponse& malformed) {
    return {api_gateway_failure(), "malformed Lambda proxy response: " + malformed.reason};
  }
}

http::Response api_gateway_error(int status, std::string_view error_type, std::string_view body) {
  return {status,
          {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", std::string(error_type)}},
          std::string(body)};
}

http::Response api_gateway_timeout() {
  return api_gateway_error(504, "InternalServerErrorException",
                           R"({"message": "Endpoint request timed out"})");
}

http::Response api_gateway_too_long() {
  return api_gateway_error(413, "RequestTooLargeException", R"({"message": "Request Too Long"})");
}

http::Response api_gateway_failure() {
  return api_gateway_error(502, "InternalServerErrorException",
                           R"({"message": "Internal server error"})");
}

}  // namespace tombola::server
