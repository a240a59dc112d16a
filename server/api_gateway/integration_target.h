// What an integration goes to. Pure.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "services/api_gateway/api.h"
#include "triggers/functions/async_event.h"

namespace tombola::server {

// AWS_PROXY, MOCK, ...
std::string integration_type(const services::api_gateway::Document& integration);
// As it was put: arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations, or
// the function's ARN alone.
std::string integration_uri(const services::api_gateway::Document& integration);
// The function that the URI names, with the stage's variables in it; none: it names none.
std::optional<triggers::AsyncTarget> integration_function(
    const services::api_gateway::Document& integration,
    const services::api_gateway::Document& stage);
// With ${stageVariables.x} as the stage has them.
std::string with_stage_variables(std::string text,
                                 const std::map<std::string, std::string>& variables);
// Its response is sent while the function writes it.
bool integration_streams(const services::api_gateway::Document& integration);
std::chrono::milliseconds integration_timeout(const services::api_gateway::Api& api,
                                              const services::api_gateway::Document& integration);
// REST APIs call them variables, HTTP APIs stageVariables.
std::map<std::string, std::string> stage_variables(const services::api_gateway::Document& stage);

}  // namespace tombola::server
