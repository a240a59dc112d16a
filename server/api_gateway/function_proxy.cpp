#include "server/api_gateway/function_proxy.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "server/api_gateway/binary_media_types.h"
#include "server/api_gateway/integration_target.h"
#include "server/api_gateway/request_parameters.h"
#include "server/api_gateway_answer.h"
#include "server/api_gateway_event.h"
#include "server/http_api_answer.h"
#include "server/http_api_event.h"

namespace tombola::server {
namespace {

// An HTTP API's integration may want the payload of a REST API's.
bool has_payload_format_1(const ApiCall& call) {
  return call.is_rest() || call.integration().value("payloadFormatVersion", "1.0") == "1.0";
}

std::string event_of(const ApiCall& call) {
  if (!has_payload_format_1(call)) {
    return http_api_event(call.request, call.gateway);
  }
  return api_gateway_event(call.request, call.gateway,
                           call.is_rest() ? EventOfRoute::RestApi : EventOfRoute::HttpApi);
}

ProxyAnswer answer_of(const ApiCall& call, const triggers::InvokeResult& result) {
  if (!has_payload_format_1(call)) {
    return http_api_answer(result, PayloadCaller::HttpApi);
  }
  const Base64Body base64 = !call.is_rest() || gives_as_binary(*call.api, call.request)
                                ? Base64Body::Decoded
                                : Base64Body::AsItIs;
  ProxyAnswer answer = api_gateway_answer(result, base64);
  if (!answer.problem.empty()) {
    answer.response = refusal(call, integration_failed());
  }
  return answer;
}

}  // namespace

std::shared_ptr<const triggers::FunctionRegistry::Entry> function_of(
    const triggers::FunctionRegistry& functions, const ApiCall& call) {
  const auto function = integration_function(call.integration(), *call.stage.document);
  return function ? functions.find(functions.name_of(function->name_space, function->function,
                                                     function->qualifier))
                  : nullptr;
}

std::string function_arn_of(const triggers::FunctionRegistry::Entry& function,
                            const ApiCall& call) {
  const auto named = integration_function(call.integration(), *call.stage.document);
  return named && !named->qualifier.empty() ? function.function.arn() + ":" + named->qualifier
                                            : function.function.arn();
}

void invoke_proxy(const GatewayInvoker& invoker, const triggers::FunctionRegistry& functions,
                  const ApiCallPtr& call) {
  const auto entry = function_of(functions, *call);
  if (!entry) {
    return refuse(*call, integration_misconfigured(),
                  "there is no function " + integration_uri(call->integration()));
  }
  const auto parameters = call->integration().find("requestParameters");
  if (!call->is_rest() && parameters != call->integration().end()) {
    call->request = with_parameters(*parameters, *call).request;
  }
  GatewayWork work;
  work.invocation = gateway_invocation(call->gateway, event_of(*call),
                                       triggers::InvocationCause::Source::HttpRoute);
  work.invocation.function_arn = function_arn_of(*entry, *call);
  if (work.invocation.event_json.size() > limits::invocation_payload_bytes_max) {
    return refuse(*call, request_too_long());
  }
  work.what =
      fmt::format("{} {} of {}", call->request.method, call->stage.path, call->owner->name());
  if (call->is_rest()) {
    work.added = {{"X-Amzn-Trace-Id", call->gateway.trace_id}};
  }
  if (integration_streams(call->integration())) {
    work.streamed.emplace(GatewayWork::Streamed{.wants_metadata = true,
                                                .failure = [call](const triggers::InvokeResult&) {
                                                  return refusal(*call, integration_failed());
                                                }});
  }
  work.answer = [call](const triggers::InvokeResult& result) { return answer_of(*call, result); };
  work.deadline = {integration_timeout(*call->api, call->integration()),
                   refusal(*call, integration_timed_out())};
  http::Responder respond = std::move(call->respond);
  invoker.invoke(*entry, std::move(work), std::move(respond));
}

}  // namespace tombola::server
