#include "server/api_gateway/api_errors.h"

#include <string>

#include "dynamodb/json/json_text.h"
#include "server/api_gateway/gateway_response.h"
#include "server/api_gateway_answer.h"
#include "server/http_api_answer.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::ApiKind;

bool is_rest(const Api& api) {
  return api.kind == ApiKind::Rest;
}

}  // namespace

http::Response no_such_api() {
  return api_gateway_error(403, "ForbiddenException", R"({"message":"Forbidden"})");
}

http::Response no_such_stage(const Api& api) {
  return is_rest(api) ? no_such_api() : http_api_error(404, "Not Found");
}

http::Response no_such_route(const Api& api) {
  if (!is_rest(api)) {
    return http_api_error(404, "Not Found");
  }
  return gateway_response(api, "MISSING_AUTHENTICATION_TOKEN",
                          api_gateway_error(403, "MissingAuthenticationTokenException",
                                            R"({"message":"Missing Authentication Token"})"));
}

http::Response integration_failed(const Api& api) {
  if (!is_rest(api)) {
    return http_api_error(500, "Internal Server Error");
  }
  return gateway_response(api, "API_CONFIGURATION_ERROR",
                          api_gateway_error(500, "InternalServerErrorException",
                                            R"({"message": "Internal server error"})"));
}

http::Response integration_timed_out(const Api& api) {
  return is_rest(api) ? gateway_response(api, "INTEGRATION_TIMEOUT", api_gateway_timeout())
                      : http_api_error(503, "Service Unavailable");
}

http::Response request_too_long(const Api& api) {
  return is_rest(api) ? gateway_response(api, "REQUEST_TOO_LARGE", api_gateway_too_long())
                      : http_api_error(413, "Request Entity Too Large");
}

http::Response not_supported(const Api& api, std::string_view what) {
  const std::string message = "Tombola does not support " + std::string(what) + " yet.";
  return is_rest(api)
             ? gateway_response(
                   api, "API_CONFIGURATION_ERROR",
                   api_gateway_error(500, "InternalServerErrorException",
                                     R"({"message":)" + dynamodb::json_string(message) + "}"))
             : http_api_error(500, message);
}

}  // namespace tombola::server
