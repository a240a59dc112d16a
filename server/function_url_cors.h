// CORS of a function URL, answered from its configuration: Lambda does so before, or beside, what
// the function says. Pure.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html#urls-cors
#pragma once

#include <optional>
#include <vector>

#include "http/message.h"
#include "triggers/functions/function_url.h"

namespace tombola::server {

// The same of any rules, which HTTP APIs have, too.
std::optional<http::Response> cors_preflight(const triggers::FunctionUrlCors& cors,
                                             const http::Request& request);
std::vector<http::Header> cors_headers(const triggers::FunctionUrlCors& cors,
                                       const http::Request& request);

// The answer to a preflight request, which the function never sees; none: this is no such request,
// or the URL has no CORS.
std::optional<http::Response> preflight_of_url(const triggers::FunctionUrlConfig& config,
                                               const http::Request& request);

// What the answer to a request with an Origin gets besides: the function's own headers stay.
std::vector<http::Header> cors_headers_of_url(const triggers::FunctionUrlConfig& config,
                                              const http::Request& request);

}  // namespace tombola::server
