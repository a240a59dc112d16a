// The CORS configuration of an HTTP API, which answers preflight requests and replaces what the
// function says of CORS. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
#pragma once

#include <optional>

#include "http/message.h"
#include "services/api_gateway/api.h"
#include "triggers/functions/function_url.h"

namespace tombola::server {

// None: the API has none.
std::optional<triggers::FunctionUrlCors> cors_of(const services::api_gateway::Api& api);
void replace_cors_headers(http::Response& response, const triggers::FunctionUrlCors& cors,
                          const http::Request& request);

}  // namespace tombola::server
