#include "server/api_gateway/api_gateway.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "server/api_gateway/api_gateway_limits.h"
#include "server/api_gateway/api_routes.h"
#include "server/api_gateway/binary_media_types.h"
#include "server/api_gateway/http_api_cors.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/only_api.h"
#include "server/api_gateway/payload_compression.h"
#include "server/api_gateway/request_validation.h"
#include "server/function_url_cors.h"
#include "server/http_api_answer.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;

// Gives every answer of an API the headers that all of them have.
class DressedAnswer : public http::Responder::Sink {
 public:
  struct Dress {
    std::vector<http::Header> added;
    std::optional<triggers::FunctionUrlCors> cors;  // of an HTTP API
    std::shared_ptr<const Api> api;
    http::Request headers_only;  // of the request, which is all that is looked at
  };
  DressedAnswer(Dress dress, http::Responder respond)
      : dress_(std::move(dress)), respond_(std::move(respond)) {}

  void send(http::Response response) override {
    if (dress_.cors) {
      replace_cors_headers(response, *dress_.cors, dress_.headers_only);
    }
    if (!response.stream) {
      compress_response(*dress_.api, dress_.headers_only, response);
    }
    response.headers.insert(response.headers.end(), dress_.added.begin(), dress_.added.end());
    respond_(std::move(response));
  }

 private:
  Dress dress_;
  http::Responder respond_;
};

}  // namespace

ApiGateway::ApiGateway(Parts parts)
    : parts_(std::move(parts)),
      authorizers_({parts_.functions, parts_.timers, parts_.identity, parts_.now_ms}),
      api_keys_(std::make_shared<ApiKeys>(parts_.accounts, parts_.now_ms)),
      integrations_({parts_.functions, parts_.timers, parts_.report, parts_.signing_secret}) {}

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
  const auto stage = stage_of(*api, *address);
  const auto served = stage ? served_by(api, *stage->document) : nullptr;
  const ApiCallPtr call = call_of(
      request, api, served ? served : api,
      stage.value_or(StageOfApi{"", nullptr, address->path, address->path}), std::move(respond));
  if (!stage) {
    return refuse(*call, no_such_stage(), "it has no such stage");
  }
  if (!served) {
    return refuse(*call, nothing_deployed(), "nothing was deployed to the stage");
  }
  serve(call);
}

ApiCallPtr ApiGateway::call_of(const http::Request& request, std::shared_ptr<const Api> api,
                               std::shared_ptr<const Api> served, const StageOfApi& stage,
                               http::Responder respond) const {
  auto call = std::make_shared<ApiCall>(
      ApiCall{request, api, served, stage, {}, {}, {}, http::Responder(nullptr), {}});
  GatewayCall& gateway = call->gateway;
  gateway = new_gateway_call(request, port_);
  if (api->kind == ApiKind::Http) {
    gateway.request_id = gateway.extended_id;  // it knows one id only
  }
  gateway.account = api->name_space.account;
  gateway.api_id = api->id;
  gateway.stage = stage.name;
  if (stage.document != nullptr) {
    gateway.stage_variables = stage_variables(*stage.document);
  }
  gateway.path = api->kind == ApiKind::Rest ? stage.path : stage.stage_path;
  gateway.stage_path = stage.stage_path;
  DressedAnswer::Dress dress;
  dress.api = std::move(served);
  dress.headers_only.headers = request.headers;
  if (api->kind == ApiKind::Rest) {
    dress.added = {{"x-amzn-RequestId", gateway.request_id},
                   {"x-amz-apigw-id", gateway.extended_id}};
  } else {
    dress.added = {{"apigw-requestid", gateway.extended_id}};
    // A preflight's answer has them already.
    if (auto cors = cors_of(*api); cors && !cors_preflight(*cors, request)) {
      dress.cors = std::move(cors);
    }
  }
  call->respond =
      http::Responder(std::make_shared<DressedAnswer>(std::move(dress), std::move(respond)));
  call->report = parts_.report;
  return call;
}

void ApiGateway::serve(const ApiCallPtr& call) const {
  const Api& api = *call->api;
  if (api.settings.value("disableExecuteApiEndpoint", false)) {
    return refuse(*call, api_is_disabled(), "its execute-api endpoint is disabled");
  }
  if (!call->is_rest()) {
    if (const auto cors = cors_of(*call->owner)) {
      if (auto preflight = cors_preflight(*cors, call->request)) {
        preflight->status = 204;
        return call->respond(std::move(*preflight));
      }
    }
  }
  auto route = find_route(api, call->request.method, call->stage.path);
  if (!route) {
    return refuse(*call, no_such_route());
  }
  call->route = std::move(*route);
  call->gateway.resource = call->route.resource;
  call->gateway.resource_id = call->route.resource_id;
  call->gateway.route_key = call->route.route_key;
  call->gateway.path_parameters = call->route.path_parameters;
  if (call->is_rest()) {
    call->gateway.body_is_text = !takes_as_binary(api, call->request);
  }
  if (call->is_rest()) {
    if (const auto error = decompress_request(api, call->request)) {
      return refuse(*call, *error);
    }
  }
  if (call->request.body.size() > api_limits::api_payload_size_bytes_max) {
    return refuse(*call, request_too_long());
  }
  authorizers_.authorize(call, [this, call] { answer(call); });
}

void ApiGateway::answer(const ApiCallPtr& call) const {
  if (const auto error = api_keys_->refuse(*call)) {
    return refuse(*call, *error);
  }
  if (const auto error = invalid_request(*call)) {
    return refuse(*call, *error);
  }
  integrations_.run(call);
}

}  // namespace tombola::server
