// What a REST API takes and gives as bytes: its binaryMediaTypes. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
#pragma once

#include "http/message.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

// Whether the request's body is base64 to the function.
bool takes_as_binary(const services::api_gateway::Api& api, const http::Request& request);
// Whether what the function gives as base64 is decoded: if the first type that the client accepts is
// one of them.
bool gives_as_binary(const services::api_gateway::Api& api, const http::Request& request);

}  // namespace tombola::server
