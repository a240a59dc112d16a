// The event of payload format 1.0: what REST APIs of API Gateway give their functions, and HTTP APIs
// theirs where an integration asks for it. Pure.
//
// `path` is as it was sent; path parameters and query parameters are percent-decoded.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "http/message.h"
#include "server/gateway_call.h"

namespace tombola::server {

// requestContext, which is also most of what templates see as $context.
nlohmann::ordered_json api_gateway_context(const http::Request& request, const GatewayCall& call);

// HTTP APIs say which format it is.
enum class EventOfRoute { RestApi, HttpApi };

// The event, as JSON.
std::string api_gateway_event(const http::Request& request, const GatewayCall& call,
                              EventOfRoute of_route = EventOfRoute::RestApi);

}  // namespace tombola::server
