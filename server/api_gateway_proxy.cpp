#include "server/api_gateway_proxy.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "dynamodb/limits.h"
#include "server/proxy_response.h"
#include "server/request_id.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

http::Response error_answer(int status, std::string_view error_type, std::string_view body) {
  return {status,
          {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", std::string(error_type)}},
          std::string(body)};
}

http::Response bad_gateway() {
  return error_answer(502, "InternalServerErrorException",
                      R"({"message": "Internal server error"})");
}

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

std::string body_of(JsonValue root) {
  const std::optional<JsonValue> body = root.find("body");
  if (!body || body->type() == JsonType::Null) {
    return {};
  }
  if (!body->is_string()) {
    throw MalformedProxyResponse{"its body is not a string; use JSON.stringify"};
  }
  return proxy_body(root, std::string(body->as_string()));
}

http::Response response_of(std::string_view payload) {
  try {
    const dynamodb::JsonDocument document = dynamodb::JsonDocument::parse(payload);
    const JsonValue root = document.root();
    if (!root.is_object()) {
      throw MalformedProxyResponse{"it is not an object with statusCode and body"};
    }
    return {proxy_status(root), headers_of(root), body_of(root)};
  } catch (const dynamodb::JsonError& error) {
    throw MalformedProxyResponse{error.what()};
  }
}

// Between the function and the clock: whoever comes first answers.
class PendingAnswer {
 public:
  explicit PendingAnswer(http::Responder respond) : respond_(std::move(respond)) {}

  bool answer(http::Response response) {
    std::optional<http::Responder> respond;
    {
      const std::lock_guard lock(mutex_);
      respond.swap(respond_);
    }
    if (respond) {
      (*respond)(std::move(response));
    }
    return respond.has_value();
  }

  // The timer lives as long as somebody waits for the function.
  void keep(http::EventLoop::Timer timer) {
    const std::lock_guard lock(mutex_);
    timer_ = std::move(timer);
  }

 private:
  std::mutex mutex_;
  std::optional<http::Responder> respond_;
  http::EventLoop::Timer timer_;
};

}  // namespace

ApiGatewayAnswer api_gateway_answer(const triggers::InvokeResult& result) {
  switch (result.status) {
    case triggers::InvokeStatus::Success:
      break;
    case triggers::InvokeStatus::FunctionError:
      return {bad_gateway(), "the function failed: " + result.payload};
    case triggers::InvokeStatus::Unreachable:
      return {bad_gateway(), "the function could not be run: " + result.reason};
  }
  try {
    return {response_of(result.payload), {}};
  } catch (const MalformedProxyResponse& malformed) {
    return {bad_gateway(), "malformed Lambda proxy response: " + malformed.reason};
  }
}

void ApiGatewayProxy::handle(const http::Request& request, const RouteMatch& match,
                             http::Responder respond) {
  ApiGatewayIdentity identity;
  identity.account = parts_.name_space.account;
  identity.port = port_;
  identity.request_id = triggers::new_request_id();
  identity.extended_id = make_request_id().substr(0, 15) + "=";
  identity.now_ms = storage::ProcessClock().now_ms();

  triggers::Invocation invocation;
  invocation.cause.source = triggers::InvocationCause::Source::HttpRoute;
  invocation.trace_id = triggers::new_trace_id(identity.now_ms);
  // Clients see the root only.
  identity.trace_id = invocation.trace_id.substr(0, invocation.trace_id.find(';'));
  invocation.event_json = api_gateway_event(request, match, identity);
  if (invocation.event_json.size() > limits::invocation_payload_bytes_max) {
    respond(error_answer(413, "RequestTooLargeException", R"({"message": "Request Too Long"})"));
    return;
  }

  const std::string what = fmt::format("{} {}", request.method, request.path());
  const auto entry = parts_.functions.find(match.route->function_name);
  if (!entry) {
    parts_.report(fmt::format("{}: there is no function {}", what, match.route->function_name));
    respond(bad_gateway());
    return;
  }
  const auto pending = std::make_shared<PendingAnswer>(std::move(respond));
  if (entry->function.inspect_port == 0) {
    pending->keep(parts_.timers.schedule(
        parts_.timeout, [weak = std::weak_ptr(pending), report = parts_.report, what] {
          const auto waiting = weak.lock();
          if (waiting &&
              waiting->answer(error_answer(504, "InternalServerErrorException",
                                           R"({"message": "Endpoint request timed out"})"))) {
            report(fmt::format("{}: answered 504, the function took too long", what));
          }
        }));
  }
  entry->runtime->invoke(std::move(invocation), [pending, report = parts_.report, what,
                                                 identity](triggers::InvokeResult result) {
    ApiGatewayAnswer answer = api_gateway_answer(result);
    if (!answer.problem.empty()) {
      report(fmt::format("{}: answered 502, {}", what, answer.problem));
    }
    answer.response.headers.push_back({"x-amzn-RequestId", identity.request_id});
    answer.response.headers.push_back({"x-amz-apigw-id", identity.extended_id});
    answer.response.headers.push_back({"X-Amzn-Trace-Id", identity.trace_id});
    pending->answer(std::move(answer.response));
  });
}

}  // namespace tombola::server
