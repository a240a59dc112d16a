// The event of payload format 1.0: what REST APIs of API Gateway give their functions, and HTTP APIs
// theirs where an integration asks for it. Pure.
//
// `path` is as it was sent; path parameters and query parameters are percent-decoded.
#pragma once

#include <string>

#include "http/message.h"
#include "server/gateway_call.h"

namespace tombola::server {

// HTTP APIs say which format it is.
enum class EventOfRoute { RestApi, HttpApi };

// The event, as JSON.
std::string api_gateway_event(const http::Request& request, const GatewayCall& call,
                              EventOfRoute of_route = EventOfRoute::RestApi);

}  // namespace tombola::server
