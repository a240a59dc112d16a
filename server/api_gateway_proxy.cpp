#include "server/api_gateway_proxy.h"

#include <utility>

#include <fmt/format.h>

#include "server/api_gateway_answer.h"
#include "server/api_gateway_event.h"
#include "server/gateway_invoker.h"

namespace tombola::server {
namespace {

// The stage that CDK's LambdaRestApi makes, and the id that stands for this API.
constexpr std::string_view stage = "prod";
constexpr std::string_view api_id = "tombola";

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

}  // namespace

GatewayCall route_call(const http::Request& request, const RouteMatch& match,
                       const std::string& account, std::uint16_t port) {
  GatewayCall call = new_gateway_call(request, port);
  call.account = account;
  call.api_id = api_id;
  call.stage = stage;
  call.resource = match.route->resource;
  call.resource_id = resource_id(match.route->resource);
  call.stage_path = fmt::format("/{}{}", stage, request.path());
  call.path_parameters = match.path_parameters;
  return call;
}

void ApiGatewayProxy::handle(const http::Request& request, const RouteMatch& match,
                             http::Responder respond) {
  const GatewayCall call = route_call(request, match, parts_.name_space.account, port_);
  GatewayWork work;
  work.invocation = gateway_invocation(call, api_gateway_event(request, call),
                                       triggers::InvocationCause::Source::HttpRoute);
  if (work.invocation.event_json.size() > limits::invocation_payload_bytes_max) {
    return respond(api_gateway_too_long());
  }
  work.what = fmt::format("{} {}", request.method, request.path());
  const auto entry = parts_.functions.find(match.route->function_name);
  if (!entry) {
    parts_.report(
        fmt::format("{}: there is no function {}", work.what, match.route->function_name));
    return respond(api_gateway_failure());
  }
  work.answer = [](const triggers::InvokeResult& result) { return api_gateway_answer(result); };
  work.added = {{"x-amzn-RequestId", call.request_id},
                {"x-amz-apigw-id", call.extended_id},
                {"X-Amzn-Trace-Id", call.trace_id}};
  work.deadline = {parts_.timeout, api_gateway_timeout()};
  GatewayInvoker(parts_.timers, parts_.report).invoke(*entry, std::move(work), std::move(respond));
}

}  // namespace tombola::server
