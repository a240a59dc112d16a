// What a REST API's MOCK integration answers, as CDK's addCorsPreflight makes one: the request
// template says a status, the integration response of that status has headers and a body. Templates
// are texts without VTL's directives and references. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
#pragma once

#include "http/message.h"
#include "server/proxy_response.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

ProxyAnswer mock_answer(const services::api_gateway::Document& integration,
                        const http::Request& request);

// The headers of response parameters: of {"method.response.header.A":"'b'"} A: b, with the prefix
// that the names have. What is no text in quotes has no value here.
std::vector<http::Header> static_headers(const services::api_gateway::Document& parameters,
                                         std::string_view prefix);

}  // namespace tombola::server
