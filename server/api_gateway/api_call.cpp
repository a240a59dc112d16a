#include "server/api_gateway/api_call.h"

#include <exception>

#include <fmt/format.h>

#include "server/api_gateway/gateway_response.h"
#include "server/api_gateway_answer.h"
#include "server/api_gateway_event.h"
#include "server/http_api_answer.h"

namespace tombola::server {

using services::api_gateway::MappingInput;

void refuse(ApiCall& call, const GatewayError& error, const std::string& problem) {
  if (!problem.empty()) {
    call.report(fmt::format("{} {} of {}: {}", call.request.method, call.stage.path,
                            call.owner->name(), problem));
  }
  call.respond(refusal(call, error));
}

// Without what the API makes of its errors, which may be what has failed.
void guarded(ApiCall& call, const std::function<void()>& step) {
  try {
    step();
  } catch (const std::exception& error) {
    call.report(fmt::format("{} {} of {}: {}", call.request.method, call.stage.path,
                            call.owner->name(), error.what()));
    const GatewayError answer = integration_misconfigured();
    call.respond(call.is_rest() ? api_gateway_error(answer.status, answer.error_type, answer.body)
                                : http_api_error(answer.http_api_status, answer.http_api_message));
  }
}

http::Response refusal(const ApiCall& call, const GatewayError& error) {
  if (!call.is_rest()) {
    return http_api_error(error.http_api_status, error.http_api_message);
  }
  // Every invocation of a function has the answer ready that its timeout would be.
  return gateway_response(
      *call.api, error, call.api->gateway_responses.empty() ? MappingInput() : mapping_input(call));
}

nlohmann::ordered_json context_of(const ApiCall& call) {
  return api_gateway_context(call.request, call.gateway);
}

MappingInput mapping_input(const ApiCall& call) {
  MappingInput input;
  input.body = call.request.body;
  input.path = call.route.path_parameters;
  for (const http::QueryParameter& parameter : http::parse_query(call.request.query())) {
    input.query.emplace_back(parameter.name, parameter.value);
  }
  for (const http::Header& header : call.request.headers) {
    input.headers.emplace_back(header.name, header.value);
  }
  input.context = context_of(call);
  input.stage_variables = call.gateway.stage_variables;
  return input;
}

}  // namespace tombola::server
