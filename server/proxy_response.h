// The parts of a response that a function returns as JSON, whichever payload format it has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/json/json_document.h"
#include "http/message.h"

namespace tombola::server {

// The function's return value does not have the form that is asked for.
struct MalformedProxyResponse {
  std::string reason;
};

// What the caller gets for what the function returned.
struct ProxyAnswer {
  http::Response response;
  // Why the function's answer could not be given, in one line, for the developer; empty: it could.
  std::string problem;
};

// All of these throw MalformedProxyResponse.

// A header's value: what is no string is written as one.
std::string proxy_header_text(std::string_view name, dynamodb::JsonValue value);
// Some headers are the connection's; AWS keeps what the function said under another name.
void add_proxy_header(std::vector<http::Header>& headers, std::string_view name, std::string value);
// None when it is absent or null.
std::optional<dynamodb::JsonValue> proxy_object_member(dynamodb::JsonValue root,
                                                       std::string_view name);
// statusCode: a number, or one in quotes, from 200 to 599.
int proxy_status(dynamodb::JsonValue root);
// `body`, decoded when isBase64Encoded says that it is to be.
std::string proxy_body(dynamodb::JsonValue root, std::string body);

}  // namespace tombola::server
