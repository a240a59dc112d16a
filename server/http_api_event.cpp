#include "server/http_api_event.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"

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
ordered_json headers_of(const http::Request& request, const GatewayCall& call) {
  ordered_json headers = ordered_json::object();
  for (const http::Header& header : request.headers) {
    if (!http::equals_ignoring_case(header.name, "Cookie")) {
      add(headers, lower(header.name), header.value);
    }
  }
  add(headers, "x-amzn-trace-id", call.trace_id);
  add(headers, "x-forwarded-for", request.remote_address);
  headers["x-forwarded-port"] = std::to_string(call.port);
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

ordered_json context_of(const http::Request& request, const GatewayCall& call) {
  ordered_json context = {{"accountId", call.account}, {"apiId", call.api_id}};
  if (!call.authorizer_json.empty()) {
    context["authorizer"] = ordered_json::parse(call.authorizer_json);
  }
  context["domainName"] = call.domain;
  context["domainPrefix"] = call.domain.substr(0, call.domain.find('.'));
  context["http"] = {{"method", request.method},
                     {"path", call.stage_path},
                     {"protocol", request.version == 10 ? "HTTP/1.0" : "HTTP/1.1"},
                     {"sourceIp", request.remote_address},
                     {"userAgent", request.header("User-Agent")}};
  context["requestId"] = call.request_id;
  context["routeKey"] = call.route_key;
  context["stage"] = call.stage;
  context["time"] = gateway_time(call.now_ms);
  context["timeEpoch"] = call.now_ms;
  return context;
}

}  // namespace

std::string http_api_event(const http::Request& request, const GatewayCall& call) {
  ordered_json event = {{"version", "2.0"},
                        {"routeKey", call.route_key},
                        {"rawPath", call.stage_path},
                        {"rawQueryString", request.query()}};
  if (ordered_json cookies = cookies_of(request); !cookies.empty()) {
    event["cookies"] = std::move(cookies);
  }
  event["headers"] = headers_of(request, call);
  if (ordered_json query = query_of(request); !query.empty()) {
    event["queryStringParameters"] = std::move(query);
  }
  event["requestContext"] = context_of(request, call);
  if (!request.body.empty()) {
    event["body"] = call.body_is_text ? request.body : dynamodb::to_base64(request.body);
  }
  for (const auto& [name, value] : call.path_parameters) {
    event["pathParameters"][name] = value;
  }
  for (const auto& [name, value] : call.stage_variables) {
    event["stageVariables"][name] = value;
  }
  event["isBase64Encoded"] = !request.body.empty() && !call.body_is_text;
  // A header or a decoded parameter may hold bytes that are not UTF-8; JSON may not.
  return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tombola::server
