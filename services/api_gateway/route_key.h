// Route keys of HTTP APIs: "GET /pets/{id}", "ANY /{proxy+}", "$default". Pure.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
#pragma once

#include <string_view>

namespace tombola::services::api_gateway {

// The parts of one; of "$default" the method is that, and there is no path.
struct RouteKey {
  std::string_view method;
  std::string_view path;
};
RouteKey parse_route_key(std::string_view key);

bool is_route_key(std::string_view key);

}  // namespace tombola::services::api_gateway
