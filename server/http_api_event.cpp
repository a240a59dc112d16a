#include "server/http_api_event.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "server/media_type.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return result;
}

// Values of one name are joined.
void add(ordered_json& values, const std::string& name, const std::string& value) {
  const auto found = values.find(name);
  values[name] = found == values.end() ? value : found->get<std::string>() + "," + value;
}

// Cookies are a member of their own.
ordered_json headers_of(const http::Request& request, const HttpApiIdentity& identity) {
  ordered_json headers = ordered_json::object();
  for (const http::Header& header : request.headers) {
    if (!http::equals_ignoring_case(header.name, "Cookie")) {
      add(headers, lower(header.name), header.value);
    }
  }
  add(headers, "x-amzn-trace-id", identity.trace_id);
  add(headers, "x-forwarded-for", request.remote_address);
  headers["x-forwarded-port"] = std::to_string(identity.port);
  headers["x-forwarded-proto"] = "http";
  return headers;
}

ordered_json cookies_of(const http::Request& request) {
  ordered_json cookies = ordered_json::array();
  for (const http::Header& header : request.headers) {
    if (!http::equals_ignoring_case(header.name, "Cookie")) {
      continue;
    }
    for (std::string_view rest = header.value; !rest.empty();) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view cookie = rest.substr(0, end);
      cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
      if (!cookie.empty()) {
        cookies.push_back(cookie);
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return cookies;
}

ordered_json query_of(const http::Request& request) {
  ordered_json parameters = ordered_json::object();
  for (const http::QueryParameter& parameter : http::parse_query(request.query())) {
    add(parameters, parameter.name, parameter.value);
  }
  return parameters;
}

// 12/Mar/2020:19:03:58 +0000
std::string request_time(std::int64_t now_ms) {
  const std::time_t seconds = now_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%d/%b/%Y:%H:%M:%S +0000", &utc);
  return {text.data(), size};
}

ordered_json context_of(const http::Request& request, const HttpApiIdentity& identity) {
  ordered_json context = {{"accountId", identity.account}, {"apiId", identity.api_id}};
  if (!identity.authorizer_json.empty()) {
    context["authorizer"] = ordered_json::parse(identity.authorizer_json);
  }
  context["domainName"] = identity.domain;
  context["domainPrefix"] = identity.domain.substr(0, identity.domain.find('.'));
  context["http"] = {{"method", request.method},
                     {"path", request.path()},
                     {"protocol", request.version == 10 ? "HTTP/1.0" : "HTTP/1.1"},
                     {"sourceIp", request.remote_address},
                     {"userAgent", request.header("User-Agent")}};
  context["requestId"] = identity.request_id;
  context["routeKey"] = identity.route_key;
  context["stage"] = identity.stage;
  context["time"] = request_time(identity.now_ms);
  context["timeEpoch"] = identity.now_ms;
  return context;
}

}  // namespace

std::string http_api_event(const http::Request& request, const HttpApiIdentity& identity) {
  ordered_json event = {{"version", "2.0"},
                        {"routeKey", identity.route_key},
                        {"rawPath", request.path()},
                        {"rawQueryString", request.query()}};
  if (ordered_json cookies = cookies_of(request); !cookies.empty()) {
    event["cookies"] = std::move(cookies);
  }
  event["headers"] = headers_of(request, identity);
  if (ordered_json query = query_of(request); !query.empty()) {
    event["queryStringParameters"] = std::move(query);
  }
  event["requestContext"] = context_of(request, identity);
  const bool as_text = is_text_body(request);
  if (!request.body.empty()) {
    event["body"] = as_text ? request.body : dynamodb::to_base64(request.body);
  }
  if (!identity.path_parameters_json.empty()) {
    event["pathParameters"] = ordered_json::parse(identity.path_parameters_json);
  }
  event["isBase64Encoded"] = !request.body.empty() && !as_text;
  // A header or a decoded parameter may hold bytes that are not UTF-8; JSON may not.
  return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tombola::server
