#include "server/api_gateway_proxy.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_document.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "server/request_id.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

// The function's return value does not have the form that API Gateway asks for.
struct Malformed {
  std::string reason;
};

http::Response error_answer(int status, std::string_view error_type, std::string_view body) {
  return {status,
          {{"Content-Type", "application/json"}, {"x-amzn-ErrorType", std::string(error_type)}},
          std::string(body)};
}

http::Response bad_gateway() {
  return error_answer(502, "InternalServerErrorException",
                      R"({"message": "Internal server error"})");
}

std::string text_of(std::string_view name, JsonValue value) {
  switch (value.type()) {
    case JsonType::String:
      return std::string(value.as_string());
    case JsonType::Integer:
      return std::to_string(value.as_integer());
    case JsonType::Decimal:
      return fmt::format("{}", value.as_number());
    case JsonType::Bool:
      return value.as_bool() ? "true" : "false";
    case JsonType::Null:
      return {};
    default:
      throw Malformed{fmt::format("the value of header '{}' is not a string", name)};
  }
}

int status_of(JsonValue root) {
  const std::optional<JsonValue> member = root.find("statusCode");
  std::int64_t status = 0;
  if (member && member->type() == JsonType::Integer) {
    status = member->as_integer();
  } else if (member && member->is_string() && member->as_string().size() == 3) {
    // "200" in quotes, as the samples of AWS's own console have it.
    for (const unsigned char digit : member->as_string()) {
      status = std::isdigit(digit) != 0 ? status * 10 + (digit - '0') : -1000000;
    }
  }
  if (status < 200 || status > 599) {
    throw Malformed{"it needs a member statusCode, a number from 200 to 599"};
  }
  return static_cast<int>(status);
}

// Some headers are the connection's; API Gateway keeps what the function said under another name.
std::string outgoing_name(std::string_view name) {
  static constexpr std::array<std::string_view, 5> ours = {"Content-Length", "Connection", "Date",
                                                           "Transfer-Encoding", "Server"};
  const bool remapped = std::any_of(ours.begin(), ours.end(), [&](std::string_view header) {
    return http::equals_ignoring_case(header, name);
  });
  return (remapped ? "x-amzn-Remapped-" : "") + std::string(name);
}

void add_header(std::vector<http::Header>& headers, std::string_view name, std::string value) {
  const bool is_token =
      !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
        return std::isalnum(letter) != 0 ||
               std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(letter)) !=
                   std::string_view::npos;
      });
  const bool is_one_line = std::none_of(value.begin(), value.end(), [](unsigned char letter) {
    return (letter < 0x20 && letter != '\t') || letter == 0x7f;
  });
  if (!is_token || !is_one_line) {
    throw Malformed{fmt::format("'{}' cannot be sent as a header", name)};
  }
  headers.push_back({outgoing_name(name), std::move(value)});
}

std::optional<JsonValue> object_member(JsonValue root, std::string_view name) {
  const std::optional<JsonValue> member = root.find(name);
  if (!member || member->type() == JsonType::Null) {
    return std::nullopt;
  }
  if (!member->is_object()) {
    throw Malformed{fmt::format("its member {} is not an object", name)};
  }
  return member;
}

// headers and multiValueHeaders together; where both have a name, multiValueHeaders counts.
std::vector<http::Header> headers_of(JsonValue root) {
  std::vector<http::Header> headers;
  std::vector<std::string_view> multi_value_names;
  if (const auto multi_value = object_member(root, "multiValueHeaders")) {
    for (const JsonValue::Member member : multi_value->members()) {
      if (!member.value.is_array()) {
        throw Malformed{fmt::format("multiValueHeaders.{} is not a list", member.name)};
      }
      multi_value_names.push_back(member.name);
      for (const JsonValue value : member.value.elements()) {
        add_header(headers, member.name, text_of(member.name, value));
      }
    }
  }
  if (const auto single_value = object_member(root, "headers")) {
    for (const JsonValue::Member member : single_value->members()) {
      const bool overruled = std::any_of(
          multi_value_names.begin(), multi_value_names.end(),
          [&](std::string_view name) { return http::equals_ignoring_case(name, member.name); });
      if (!overruled && member.value.type() != JsonType::Null) {
        add_header(headers, member.name, text_of(member.name, member.value));
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
    throw Malformed{"its body is not a string; use JSON.stringify"};
  }
  const std::optional<JsonValue> encoded = root.find("isBase64Encoded");
  if (!encoded || encoded->type() != JsonType::Bool || !encoded->as_bool()) {
    return std::string(body->as_string());
  }
  std::optional<std::string> bytes = dynamodb::from_base64(body->as_string());
  if (!bytes) {
    throw Malformed{"isBase64Encoded is true, but its body is not base64"};
  }
  return std::move(*bytes);
}

http::Response response_of(std::string_view payload) {
  try {
    const dynamodb::JsonDocument document = dynamodb::JsonDocument::parse(payload);
    const JsonValue root = document.root();
    if (!root.is_object()) {
      throw Malformed{"it is not an object with statusCode and body"};
    }
    return {status_of(root), headers_of(root), body_of(root)};
  } catch (const dynamodb::JsonError& error) {
    throw Malformed{error.what()};
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
  } catch (const Malformed& malformed) {
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
  pending->keep(parts_.timers.schedule(parts_.timeout, [weak = std::weak_ptr(pending),
                                                        report = parts_.report, what] {
    const auto waiting = weak.lock();
    if (waiting && waiting->answer(error_answer(504, "InternalServerErrorException",
                                                R"({"message": "Endpoint request timed out"})"))) {
      report(fmt::format("{}: answered 504, the function took too long", what));
    }
  }));
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
