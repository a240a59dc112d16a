// The request as API Gateway's event, members in AWS's order. Sources: "Input format of a Lambda
// function for proxy integration" (API Gateway developer guide).
#include <algorithm>
#include <array>
#include <ctime>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "server/api_gateway_proxy.h"
#include "server/media_type.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

// The stage that CDK's LambdaRestApi makes, and the id that stands for this API.
constexpr std::string_view stage = "prod";
constexpr std::string_view api_id = "tombola";

// Two views of the same pairs: the last value of each name, and all of them. Null when empty.
struct ValuesByName {
  ordered_json last;
  ordered_json all;

  void add(const std::string& name, const std::string& value) {
    last[name] = value;
    all[name].push_back(value);
  }
};

ValuesByName headers_of(const http::Request& request, const ApiGatewayIdentity& identity) {
  ValuesByName headers;
  for (const http::Header& header : request.headers) {
    headers.add(header.name, header.value);
  }
  headers.add("X-Amzn-Trace-Id", identity.trace_id);
  headers.add("X-Forwarded-For", request.remote_address);
  headers.add("X-Forwarded-Port", std::to_string(identity.port));
  headers.add("X-Forwarded-Proto", "http");
  return headers;
}

ValuesByName query_of(const http::Request& request) {
  ValuesByName parameters;
  for (const http::QueryParameter& parameter : http::parse_query(request.query())) {
    parameters.add(parameter.name, parameter.value);
  }
  return parameters;
}

ordered_json path_parameters_of(const RouteMatch& match) {
  ordered_json parameters;
  for (const auto& [name, value] : match.path_parameters) {
    parameters[name] = value;
  }
  return parameters;
}

// 09/Apr/2015:12:34:56 +0000
std::string request_time(std::int64_t now_ms) {
  const std::time_t seconds = now_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%d/%b/%Y:%H:%M:%S +0000", &utc);
  return {text.data(), size};
}

// Six letters that a resource keeps from run to run (FNV-1a in base 36).
std::string resource_id(std::string_view resource) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char byte : resource) {
    hash = (hash ^ byte) * 0x100000001b3;
  }
  std::string id;
  for (int i = 0; i < 6; ++i, hash /= 36) {
    id.push_back("0123456789abcdefghijklmnopqrstuvwxyz"[hash % 36]);
  }
  return id;
}

ordered_json identity_of(const http::Request& request) {
  const std::string_view user_agent = request.header("User-Agent");
  return {{"cognitoIdentityPoolId", nullptr},
          {"accountId", nullptr},
          {"cognitoIdentityId", nullptr},
          {"caller", nullptr},
          {"sourceIp", request.remote_address},
          {"principalOrgId", nullptr},
          {"accessKey", nullptr},
          {"cognitoAuthenticationType", nullptr},
          {"cognitoAuthenticationProvider", nullptr},
          {"userArn", nullptr},
          {"userAgent", user_agent.empty() ? ordered_json() : ordered_json(user_agent)},
          {"user", nullptr}};
}

ordered_json request_context(const http::Request& request, const RouteMatch& match,
                             const ApiGatewayIdentity& identity) {
  const std::string_view host = request.header("Host");
  const std::string_view domain =
      host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return {{"resourceId", resource_id(match.route->resource)},
          {"resourcePath", match.route->resource},
          {"httpMethod", request.method},
          {"extendedRequestId", identity.extended_id},
          {"requestTime", request_time(identity.now_ms)},
          {"path", "/" + std::string(stage) + std::string(request.path())},
          {"accountId", identity.account},
          {"protocol", request.version == 10 ? "HTTP/1.0" : "HTTP/1.1"},
          {"stage", stage},
          {"domainPrefix", domain.substr(0, domain.find('.'))},
          {"requestTimeEpoch", identity.now_ms},
          {"requestId", identity.request_id},
          {"identity", identity_of(request)},
          {"domainName", domain},
          {"apiId", api_id}};
}

}  // namespace

std::string api_gateway_event(const http::Request& request, const RouteMatch& match,
                              const ApiGatewayIdentity& identity) {
  ValuesByName headers = headers_of(request, identity);
  ValuesByName query = query_of(request);
  const bool as_text = is_text_body(request);
  ordered_json body;  // null
  if (!request.body.empty()) {
    body = as_text ? request.body : dynamodb::to_base64(request.body);
  }
  const ordered_json event = {{"resource", match.route->resource},
                              {"path", request.path()},
                              {"httpMethod", request.method},
                              {"headers", std::move(headers.last)},
                              {"multiValueHeaders", std::move(headers.all)},
                              {"queryStringParameters", std::move(query.last)},
                              {"multiValueQueryStringParameters", std::move(query.all)},
                              {"pathParameters", path_parameters_of(match)},
                              {"stageVariables", nullptr},
                              {"requestContext", request_context(request, match, identity)},
                              {"body", std::move(body)},
                              {"isBase64Encoded", !request.body.empty() && !as_text}};
  // A header or a decoded parameter may hold bytes that are not UTF-8; JSON may not.
  return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tombola::server
