// Bodies of a REST API that compresses: one that has a minimumCompressionSize. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
#pragma once

#include <optional>

#include "http/message.h"
#include "server/api_gateway/gateway_error.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

// A response as large as the API asks for, for a client that takes gzip.
void compress_response(const services::api_gateway::Api& api, const http::Request& request,
                       http::Response& response);
// A body that came as gzip or deflate. An error: it is not what it says, or too long.
std::optional<GatewayError> decompress_request(const services::api_gateway::Api& api,
                                               http::Request& request);

}  // namespace tombola::server
