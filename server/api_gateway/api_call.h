// A request to an API on its way through it: what it is, whose it is, and who waits for the answer. One
// step of the way has it at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "http/listener.h"
#include "http/message.h"
#include "server/api_gateway/api_address.h"
#include "server/api_gateway/api_routes.h"
#include "server/api_gateway/gateway_error.h"
#include "server/gateway_call.h"
#include "services/api_gateway/api.h"
#include "services/api_gateway/mapping_template.h"

namespace tombola::server {

struct ApiCall {
  http::Request request;
  std::shared_ptr<const services::api_gateway::Api> owner;  // with its stages, as it is now
  std::shared_ptr<const services::api_gateway::Api> api;    // as the stage serves it
  StageOfApi stage;                                         // of `owner`
  ServedRoute route;                                        // of `api`
  GatewayCall gateway;
  std::string usage_key;  // the API key that an authorizer said
  // Gives the answer the headers that all answers of its API have.
  http::Responder respond;
  // Tells the developer why the request failed, in one line. Any thread.
  std::function<void(const std::string&)> report;

  bool is_rest() const { return api->kind == services::api_gateway::ApiKind::Rest; }
  const services::api_gateway::Document& integration() const { return *route.integration; }
};
using ApiCallPtr = std::shared_ptr<ApiCall>;

// Answers with the error, as the API dresses it; tells the developer of the problem, if there is one.
void refuse(ApiCall& call, const GatewayError& error, const std::string& problem = {});
// Does a step of the call's way on a thread where nobody else catches what it throws: the developer is
// told, and who waits gets a 500.
void guarded(ApiCall& call, const std::function<void()>& step);
// The answer that the error is, for who gives it later.
http::Response refusal(const ApiCall& call, const GatewayError& error);

// $context
nlohmann::ordered_json context_of(const ApiCall& call);
// What templates and parameter mappings read of the request.
services::api_gateway::MappingInput mapping_input(const ApiCall& call);

}  // namespace tombola::server
