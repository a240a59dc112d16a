// Errors as a REST API dresses them: headers, a body and another status for each response type, or for
// all of 4xx and 5xx. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
#pragma once

#include "http/message.h"
#include "server/api_gateway/gateway_error.h"
#include "services/api_gateway/api.h"
#include "services/api_gateway/mapping_template.h"

namespace tombola::server {

// Its headers and body may name parts of the request that failed; its templates are not Velocity's:
// variables are put in, and nothing else.
http::Response gateway_response(const services::api_gateway::Api& api, const GatewayError& error,
                                services::api_gateway::MappingInput input);

}  // namespace tombola::server
