// The request as API Gateway's event, members in AWS's order. Sources: "Input format of a Lambda
// function for proxy integration" (API Gateway developer guide).
#include "server/api_gateway_event.h"

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"

namespace tombola::server {
namespace {

using nlohmann::ordered_json;

// Two views of the same pairs: the last value of each name, and all of them. Null when empty.
struct ValuesByName {
  ordered_json last;
  ordered_json all;

  void add(const std::string& name, const std::string& value) {
    last[name] = value;
    all[name].push_back(value);
  }
};

ValuesByName headers_of(const http::Request& request, const GatewayCall& call) {
  ValuesByName headers;
  for (const http::Header& header : request.headers) {
    headers.add(header.name, header.value);
  }
  headers.add("X-Amzn-Trace-Id", call.trace_id);
  headers.add("X-Forwarded-For", request.remote_address);
  headers.add("X-Forwarded-Port", std::to_string(call.port));
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

// Null when there are none.
template <typename Pairs>
ordered_json object_of(const Pairs& pairs) {
  ordered_json object;
  for (const auto& [name, value] : pairs) {
    object[name] = value;
  }
  return object;
}

ordered_json identity_of(const http::Request& request, const GatewayCall& call) {
  const std::string_view user_agent = request.header("User-Agent");
  ordered_json identity = {
      {"cognitoIdentityPoolId", nullptr},
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
  if (!call.identity_json.empty()) {
    identity.update(ordered_json::parse(call.identity_json));
  }
  return identity;
}

}  // namespace

ordered_json api_gateway_context(const http::Request& request, const GatewayCall& call) {
  ordered_json context = {{"resourceId", call.resource_id}};
  if (!call.authorizer_json.empty()) {
    context["authorizer"] = ordered_json::parse(call.authorizer_json);
  }
  context.update({{"resourcePath", call.resource},
                  {"httpMethod", request.method},
                  {"extendedRequestId", call.extended_id},
                  {"requestTime", gateway_time(call.now_ms)},
                  {"path", call.stage_path},
                  {"accountId", call.account},
                  {"protocol", request.version == 10 ? "HTTP/1.0" : "HTTP/1.1"},
                  {"stage", call.stage},
                  {"domainPrefix", call.domain.substr(0, call.domain.find('.'))},
                  {"requestTimeEpoch", call.now_ms},
                  {"requestId", call.request_id},
                  {"identity", identity_of(request, call)},
                  {"domainName", call.domain},
                  {"apiId", call.api_id}});
  return context;
}

std::string api_gateway_event(const http::Request& request, const GatewayCall& call,
                              EventOfRoute of_route) {
  ValuesByName headers = headers_of(request, call);
  ValuesByName query = query_of(request);
  ordered_json body;  // null
  if (!request.body.empty()) {
    body = call.body_is_text ? request.body : dynamodb::to_base64(request.body);
  }
  ordered_json event = ordered_json::object();
  if (of_route == EventOfRoute::HttpApi) {
    event["version"] = "1.0";
  }
  event.update({{"resource", call.resource},
                {"path", call.path},
                {"httpMethod", request.method},
                {"headers", std::move(headers.last)},
                {"multiValueHeaders", std::move(headers.all)},
                {"queryStringParameters", std::move(query.last)},
                {"multiValueQueryStringParameters", std::move(query.all)},
                {"pathParameters", object_of(call.path_parameters)},
                {"stageVariables", object_of(call.stage_variables)},
                {"requestContext", api_gateway_context(request, call)},
                {"body", std::move(body)},
                {"isBase64Encoded", !request.body.empty() && !call.body_is_text}});
  // A header or a decoded parameter may hold bytes that are not UTF-8; JSON may not.
  return event.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace tombola::server
