#include "server/api_gateway/gateway_error.h"

#include "dynamodb/json/json_text.h"
#include "server/api_gateway_answer.h"

namespace tombola::server {
namespace {

// Some of AWS's bodies have a blank behind the colon; they are as they are.
std::string spaced(std::string_view message) {
  return R"({"message": )" + dynamodb::json_string(message) + "}";
}
std::string close(std::string_view message) {
  return R"({"message":)" + dynamodb::json_string(message) + "}";
}

constexpr const char* internal = "InternalServerErrorException";
constexpr const char* bad_request = "BadRequestException";

}  // namespace

GatewayError no_such_route() {
  return {"MISSING_AUTHENTICATION_TOKEN",        403, "MissingAuthenticationTokenException",
          close("Missing Authentication Token"), 404, "Not Found"};
}

GatewayError no_such_stage() {
  return {"ACCESS_DENIED", 403, "ForbiddenException", close("Forbidden"), 404, "Not Found"};
}

GatewayError nothing_deployed() {
  return no_such_stage();
}

GatewayError api_is_disabled() {
  return {"ACCESS_DENIED", 403, "ForbiddenException", close("Forbidden"), 404, "Not Found"};
}

GatewayError integration_misconfigured() {
  return {"API_CONFIGURATION_ERROR",       500, internal,
          spaced("Internal server error"), 500, "Internal Server Error"};
}

GatewayError integration_failed() {
  return {"INTEGRATION_FAILURE",           502, internal,
          spaced("Internal server error"), 500, "Internal Server Error"};
}

GatewayError integration_unreachable() {
  return {"INTEGRATION_FAILURE",
          504,
          internal,
          spaced("Network error communicating with endpoint"),
          503,
          "Service Unavailable"};
}

GatewayError integration_timed_out() {
  return {"INTEGRATION_TIMEOUT", 504, internal, spaced("Endpoint request timed out"), 503,
          "Service Unavailable"};
}

GatewayError request_too_long() {
  return {"REQUEST_TOO_LARGE",        413, "RequestTooLargeException",
          spaced("Request Too Long"), 413, "Request Entity Too Large"};
}

GatewayError unsupported_media_type() {
  return {"UNSUPPORTED_MEDIA_TYPE",         415, bad_request,
          spaced("Unsupported Media Type"), 415, "Unsupported Media Type"};
}

GatewayError bad_request_body(std::string message, std::string validation_error) {
  return {"BAD_REQUEST_BODY",         400, bad_request, spaced(message), 400, "Bad Request",
          std::move(validation_error)};
}

GatewayError bad_request_parameters(std::string message) {
  return {"BAD_REQUEST_PARAMETERS",
          400,
          bad_request,
          spaced(message),
          400,
          "Bad Request",
          std::string()};
}

GatewayError unauthorized() {
  return {"UNAUTHORIZED", 401, "UnauthorizedException", close("Unauthorized"), 401, "Unauthorized"};
}

GatewayError expired_token() {
  return {
      "EXPIRED_TOKEN", 401, "UnauthorizedException", close("The incoming token has expired"), 401,
      "Unauthorized"};
}

GatewayError invalid_signature(std::string_view error_type, std::string_view message) {
  return {"INVALID_SIGNATURE", 403, std::string(error_type), close(message), 403, "Forbidden"};
}

GatewayError access_denied(bool explicitly) {
  const std::string message = std::string("User is not authorized to access this resource") +
                              (explicitly ? " with an explicit deny" : "");
  return {"ACCESS_DENIED",
          403,
          "AccessDeniedException",
          R"({"Message":)" + dynamodb::json_string(message) + "}",
          403,
          "Forbidden"};
}

GatewayError authorizer_misconfigured() {
  return {"AUTHORIZER_CONFIGURATION_ERROR",
          500,
          "AuthorizerConfigurationException",
          R"({"message":null})",
          500,
          "Internal Server Error"};
}

GatewayError invalid_api_key() {
  return {"INVALID_API_KEY", 403, "ForbiddenException", close("Forbidden"), 403, "Forbidden"};
}

GatewayError throttled() {
  return {"THROTTLED",        429, "TooManyRequestsException", close("Too Many Requests"), 429,
          "Too Many Requests"};
}

GatewayError quota_exceeded() {
  return {"QUOTA_EXCEEDED",        429, "LimitExceededException",
          close("Limit Exceeded"), 429, "Too Many Requests"};
}

http::Response no_such_api() {
  return api_gateway_error(403, "ForbiddenException", close("Forbidden"));
}

}  // namespace tombola::server
