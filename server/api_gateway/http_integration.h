// Requests to the servers that HTTP and HTTP_PROXY integrations stand before, and their answers. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
#pragma once

#include <optional>

#include "http/fetch.h"
#include "server/api_gateway/api_call.h"
#include "server/api_gateway/integration_mapping.h"

namespace tombola::server {

// HTTP: what the method's mappings made of the request. None: the integration's URI is no URL.
std::optional<http::FetchRequest> mapped_http_request(const ApiCall& call,
                                                      const IntegrationRequest& mapped);
// HTTP_PROXY: the request as it came, with what the API changes in it.
std::optional<http::FetchRequest> http_proxy_request(const ApiCall& call);
// As the caller gets it: what is the connection's own is left out or has another name.
http::Response http_proxy_response(http::Response answer);

}  // namespace tombola::server
