// What API Gateway answers by itself when something is wrong: of each error its response type, which a
// REST API can dress (gateway_response.h), and what callers of REST and of HTTP APIs read. Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace tombola::server {

struct GatewayError {
  std::string_view response_type;
  int status = 500;
  std::string error_type;  // x-amzn-ErrorType
  std::string body;
  // Of an HTTP API.
  int http_api_status = 500;
  std::string_view http_api_message;
  // $context.error.validationErrorString
  std::string validation_error = {};
};

GatewayError no_such_route();
GatewayError no_such_stage();
GatewayError nothing_deployed();  // to the stage of an HTTP API
GatewayError api_is_disabled();
GatewayError integration_misconfigured();
GatewayError integration_failed();  // it could not be reached, or what it said makes no sense
GatewayError integration_unreachable();
GatewayError integration_timed_out();
GatewayError request_too_long();
GatewayError unsupported_media_type();
GatewayError bad_request_body(std::string message, std::string validation_error = {});
GatewayError bad_request_parameters(std::string message);
GatewayError unauthorized();
GatewayError expired_token();
GatewayError invalid_signature(std::string_view error_type, std::string_view message);
GatewayError access_denied(bool explicitly);
GatewayError authorizer_misconfigured();
GatewayError invalid_api_key();
GatewayError throttled();
GatewayError quota_exceeded();

// No API of that id.
http::Response no_such_api();

}  // namespace tombola::server
