#include "server/proxy_response.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"

namespace tombola::server {
namespace {

using dynamodb::JsonType;
using dynamodb::JsonValue;

// Some headers are the connection's; API Gateway keeps what the function said under another name.
std::string outgoing_name(std::string_view name) {
  static constexpr std::array<std::string_view, 5> ours = {"Content-Length", "Connection", "Date",
                                                           "Transfer-Encoding", "Server"};
  const bool remapped = std::any_of(ours.begin(), ours.end(), [&](std::string_view header) {
    return http::equals_ignoring_case(header, name);
  });
  return (remapped ? "x-amzn-Remapped-" : "") + std::string(name);
}

}  // namespace

std::string proxy_header_text(std::string_view name, JsonValue value) {
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
      throw MalformedProxyResponse{fmt::format("the value of header '{}' is not a string", name)};
  }
}

int proxy_status(JsonValue root) {
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
    throw MalformedProxyResponse{"it needs a member statusCode, a number from 200 to 599"};
  }
  return static_cast<int>(status);
}

void add_proxy_header(std::vector<http::Header>& headers, std::string_view name,
                      std::string value) {
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
    throw MalformedProxyResponse{fmt::format("'{}' cannot be sent as a header", name)};
  }
  headers.push_back({outgoing_name(name), std::move(value)});
}

std::optional<JsonValue> proxy_object_member(JsonValue root, std::string_view name) {
  const std::optional<JsonValue> member = root.find(name);
  if (!member || member->type() == JsonType::Null) {
    return std::nullopt;
  }
  if (!member->is_object()) {
    throw MalformedProxyResponse{fmt::format("its member {} is not an object", name)};
  }
  return member;
}

std::string proxy_body(JsonValue root, std::string body) {
  const std::optional<JsonValue> encoded = root.find("isBase64Encoded");
  if (!encoded || encoded->type() != JsonType::Bool || !encoded->as_bool()) {
    return body;
  }
  std::optional<std::string> bytes = dynamodb::from_base64(body);
  if (!bytes) {
    throw MalformedProxyResponse{"isBase64Encoded is true, but its body is not base64"};
  }
  return std::move(*bytes);
}

}  // namespace tombola::server
