#include "server/api_gateway/api_gateway.h"

#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "server/api_gateway/api_errors.h"
#include "server/api_gateway/api_routes.h"
#include "server/api_gateway/binary_media_types.h"
#include "server/api_gateway/gateway_response.h"
#include "server/api_gateway/http_api_cors.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/mock_integration.h"
#include "server/api_gateway/only_api.h"
#include "server/api_gateway_answer.h"
#include "server/api_gateway_event.h"
#include "server/function_url_cors.h"
#include "server/gateway_invoker.h"
#include "server/http_api_answer.h"
#include "server/http_api_event.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;
using services::api_gateway::Document;

GatewayCall call_of(const Api& api, const StageOfApi& stage, const ServedRoute& route,
                    const http::Request& request, std::uint16_t port) {
  GatewayCall call = new_gateway_call(request, port);
  if (api.kind == ApiKind::Http) {
    call.request_id = call.extended_id;  // it knows one id only
  }
  call.account = api.name_space.account;
  call.api_id = api.id;
  call.stage = stage.name;
  call.stage_variables = stage_variables(*stage.document);
  call.resource = route.resource;
  call.resource_id = route.resource_id;
  call.route_key = route.route_key;
  call.path = api.kind == ApiKind::Rest ? stage.path : stage.stage_path;
  call.stage_path = stage.stage_path;
  call.path_parameters = route.path_parameters;
  if (api.kind == ApiKind::Rest) {
    call.body_is_text = !takes_as_binary(api, request);
  }
  return call;
}

// An HTTP API's integration may want the payload of a REST API's.
bool has_payload_format_1(const Api& api, const Document& integration) {
  return api.kind == ApiKind::Rest || integration.value("payloadFormatVersion", "1.0") == "1.0";
}

std::string event_of(const Api& api, const Document& integration, const http::Request& request,
                     const GatewayCall& call) {
  if (!has_payload_format_1(api, integration)) {
    return http_api_event(request, call);
  }
  return api_gateway_event(
      request, call, api.kind == ApiKind::Rest ? EventOfRoute::RestApi : EventOfRoute::HttpApi);
}

ProxyAnswer answer_of(const Api& api, bool format_1, Base64Body base64,
                      const triggers::InvokeResult& result) {
  if (!format_1) {
    return http_api_answer(result, PayloadCaller::HttpApi);
  }
  ProxyAnswer answer = api_gateway_answer(result, base64);
  if (!answer.problem.empty()) {
    answer.response = api.kind == ApiKind::Rest
                          ? gateway_response(api, "DEFAULT_5XX", std::move(answer.response))
                          : integration_failed(api);
  }
  return answer;
}

}  // namespace

// A request, and what it is for.
struct ApiGateway::Served {
  const http::Request& request;
  std::shared_ptr<const Api> api;
  StageOfApi stage;
  ServedRoute route;
  std::optional<triggers::FunctionUrlCors> cors;  // of an HTTP API
};

bool ApiGateway::owns(const http::Request& request) {
  constexpr std::string_view control_plane = "/apigateway/aws4_request";
  return api_address(request).has_value() &&
         request.header("Authorization").find(control_plane) == std::string_view::npos;
}

bool ApiGateway::has_name(const http::Request& request) const {
  return address_by_path(request).has_value();
}

std::optional<ApiAddress> ApiGateway::address_by_path(const http::Request& request) const {
  auto named = api_name_address(request);
  return named && find(*named) != nullptr ? named : only_api_address(parts_.apis, request);
}

std::shared_ptr<const Api> ApiGateway::find(const ApiAddress& address) const {
  return address.form == ApiAddress::Form::Name ? parts_.apis.find_served_by_name(address.api)
                                                : parts_.apis.find_served(address.api);
}

void ApiGateway::handle(const http::Request& request, http::Responder respond) const {
  auto address = api_address(request);
  if (!address) {
    address = address_by_path(request);
  }
  const auto api = address ? find(*address) : nullptr;
  if (!api) {
    parts_.report(fmt::format("{} {}: there is no such API", request.method, request.path()));
    return respond(no_such_api());
  }
  auto stage = stage_of(*api, *address);
  if (!stage) {
    parts_.report(fmt::format("{} {}: the API {} has no such stage", request.method, request.path(),
                              api->name()));
    return respond(no_such_stage(*api));
  }
  Served served{request, api, std::move(*stage), {}, std::nullopt};
  if (api->kind == ApiKind::Http) {
    served.cors = cors_of(*api);
  }
  if (served.cors) {
    if (auto preflight = cors_preflight(*served.cors, request)) {
      preflight->status = 204;
      return respond(std::move(*preflight));
    }
  }
  auto route = find_route(*api, request.method, served.stage.path);
  if (!route) {
    return respond(no_such_route(*api));
  }
  served.route = std::move(*route);
  serve(served, std::move(respond));
}

void ApiGateway::report_problem(const Served& served, const std::string& problem) const {
  parts_.report(fmt::format("{} {} of {}: {}", served.request.method, served.stage.path,
                            served.api->name(), problem));
}

void ApiGateway::serve(const Served& served, http::Responder respond) const {
  const std::string authorization = served.route.method->value("authorizationType", "NONE");
  if (authorization != "NONE" && authorization != "AWS_IAM") {
    return respond(not_supported(*served.api, "authorizers of type " + authorization));
  }
  if (served.route.integration == nullptr) {
    report_problem(served, "it has no integration");
    return respond(integration_failed(*served.api));
  }
  const std::string type = integration_type(*served.route.integration);
  if (type == "AWS_PROXY") {
    return invoke(served, std::move(respond));
  }
  if (type != "MOCK") {
    report_problem(served, "Tombola does not support integrations of type " + type + " yet");
    return respond(not_supported(*served.api, "integrations of type " + type));
  }
  ProxyAnswer answer = mock_answer(*served.route.integration, served.request);
  if (!answer.problem.empty()) {
    report_problem(served, answer.problem);
    answer.response =
        gateway_response(*served.api, "API_CONFIGURATION_ERROR", std::move(answer.response));
  }
  respond(std::move(answer.response));
}

void ApiGateway::invoke(const Served& served, http::Responder respond) const {
  const Api& api = *served.api;
  const Document& integration = *served.route.integration;
  const auto function = integration_function(integration, *served.stage.document);
  const auto entry = function ? parts_.functions.find(parts_.functions.name_of(
                                    function->name_space, function->function, function->qualifier))
                              : nullptr;
  if (!entry) {
    report_problem(served, "there is no function " + integration_uri(integration));
    return respond(integration_failed(api));
  }
  const GatewayCall call = call_of(api, served.stage, served.route, served.request, port_);
  GatewayWork work;
  work.invocation = gateway_invocation(call, event_of(api, integration, served.request, call),
                                       triggers::InvocationCause::Source::HttpRoute);
  work.invocation.function_arn = entry->function.arn();
  if (!function->qualifier.empty()) {
    work.invocation.function_arn += ":" + function->qualifier;
  }
  if (work.invocation.event_json.size() > limits::invocation_payload_bytes_max) {
    return respond(request_too_long(api));
  }
  work.what = fmt::format("{} {} of {}", served.request.method, served.stage.path, api.name());
  const Base64Body base64 = api.kind == ApiKind::Http || gives_as_binary(api, served.request)
                                ? Base64Body::Decoded
                                : Base64Body::AsItIs;
  // Of the request, CORS needs the headers alone.
  http::Request headers_only;
  headers_only.headers = served.request.headers;
  work.answer = [kept = served.api, format_1 = has_payload_format_1(api, integration), base64,
                 cors = served.cors,
                 headers_only = std::move(headers_only)](const triggers::InvokeResult& result) {
    ProxyAnswer answer = answer_of(*kept, format_1, base64, result);
    if (cors) {
      replace_cors_headers(answer.response, *cors, headers_only);
    }
    return answer;
  };
  work.added = api.kind == ApiKind::Rest
                   ? std::vector<http::Header>{{"x-amzn-RequestId", call.request_id},
                                               {"x-amz-apigw-id", call.extended_id},
                                               {"X-Amzn-Trace-Id", call.trace_id}}
                   : std::vector<http::Header>{{"apigw-requestid", call.extended_id}};
  work.deadline = {integration_timeout(api, integration), integration_timed_out(api)};
  GatewayInvoker(parts_.timers, parts_.report).invoke(*entry, std::move(work), std::move(respond));
}

}  // namespace tombola::server
