// What the caller of a REST API gets for what its function returned: payload format 1.0. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
#pragma once

#include <string_view>

#include "http/message.h"
#include "server/proxy_response.h"
#include "triggers/lambda_runtime.h"

namespace tombola::server {

// API Gateway hands on what is base64 as it is, unless the client asked for one of the API's binary
// media types.
enum class Base64Body { Decoded, AsItIs };

// What fails is a 502.
ProxyAnswer api_gateway_answer(const triggers::InvokeResult& result,
                               Base64Body base64 = Base64Body::Decoded);

// An error of API Gateway's own: {"message": ...} as `body` has it.
http::Response api_gateway_error(int status, std::string_view error_type, std::string_view body);
http::Response api_gateway_timeout();   // 504
http::Response api_gateway_too_long();  // 413
http::Response api_gateway_failure();   // 502

}  // namespace tombola::server
