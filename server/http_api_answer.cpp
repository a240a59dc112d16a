#include "server/http_api_answer.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "operations/lambda/lambda_error.h"
#include "server/failure_text.h"
#include "server/proxy_response.h"
#include "triggers/functions/held_runtime.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;
using operations::lambda::LambdaError;

http::Response json_answer(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response failure(PayloadCaller caller) {
  return caller == PayloadCaller::FunctionUrl ? function_url_failure()
                                              : http_api_error(500, "Internal Server Error");
}

std::vector<http::Header> headers_of(JsonValue root) {
  std::vector<http::Header> headers;
  if (const auto members = proxy_object_member(root, "headers")) {
    for (const JsonValue::Member member : members->members()) {
      if (member.value.type() != JsonType::Null) {
        add_proxy_header(headers, member.name, proxy_header_text(member.name, member.value));
      }
    }
  }
  if (const auto cookies = root.find("cookies"); cookies && cookies->is_array()) {
    for (const JsonValue cookie : cookies->elements()) {
      add_proxy_header(headers, "Set-Cookie", proxy_header_text("Set-Cookie", cookie));
    }
  }
  if (!http::has_header(headers, "Content-Type")) {
    headers.push_back({"Content-Type", "application/json"});
  }
  return headers;
}

// A body that is no text is its JSON.
std::string body_of(JsonValue root, const std::string& payload) {
  const std::optional<JsonValue> body = root.find("body");
  if (!body || body->type() == JsonType::Null) {
    return {};
  }
  return proxy_body(root, body->is_string()
                              ? std::string(body->as_string())
                              : nlohmann::ordered_json::parse(payload).at("body").dump());
}

http::Response response_of(const std::string& payload) {
  try {
    const dynamodb::JsonDocument document = dynamodb::JsonDocument::parse(payload);
    const JsonValue root = document.root();
    if (root.is_string()) {
      return json_answer(200, std::string(root.as_string()));
    }
    if (!root.is_object() || !root.find("statusCode")) {
      return json_answer(200, payload);
    }
    return {proxy_status(root), headers_of(root), body_of(root, payload)};
  } catch (const dynamodb::JsonError& error) {
    throw MalformedProxyResponse{error.what()};
  }
}

}  // namespace

ProxyAnswer http_api_answer(const triggers::InvokeResult& result, PayloadCaller caller) {
  switch (result.status) {
    case triggers::InvokeStatus::Success:
      break;
    case triggers::InvokeStatus::FunctionError:
      return {failure(caller), "the function failed: " + failure_text(result)};
    case triggers::InvokeStatus::Unreachable:
      if (result.reason == triggers::concurrency_exceeded && caller == PayloadCaller::FunctionUrl) {
        const LambdaError error = LambdaError::too_many_requests(result.reason);
        return {json_answer(error.status(), error.body()), "as many run as may"};
      }
      return {failure(caller), "the function could not be run: " + result.reason};
  }
  try {
    return {response_of(result.payload), {}};
  } catch (const MalformedProxyResponse& malformed) {
    return {failure(caller), "malformed response: " + malformed.reason};
  }
}

// As recorded on AWS: no JSON, although it says so.
http::Response function_url_failure() {
  return json_answer(502, "Internal Server Error");
}

http::Response http_api_error(int status, std::string_view message) {
  return json_answer(status, R"({"message":)" + dynamodb::json_string(message) + "}");
}

}  // namespace tombola::server
