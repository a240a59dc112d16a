// The event of payload format 2.0: what function URLs give their functions, and API Gateway's HTTP
// APIs theirs. Pure.
//
// Bodies: text arrives as it is, everything else as base64 (server/media_type.h). Names of headers
// are lower-case, and what comes more than once is joined by commas; paths stay percent-encoded.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
#pragma once

#include <string>

#include "http/message.h"
#include "server/gateway_call.h"

namespace tombola::server {

// The event, as JSON.
std::string http_api_event(const http::Request& request, const GatewayCall& call);

}  // namespace tombola::server
