// Which integration answers a request to an API. Pure.
//
// REST APIs choose the resource first, the most specific that fits and has methods, then its method;
// HTTP APIs choose among their routes by path and method together. In both a literal part comes
// before {name}, that before {name+}, and a method before ANY. A slash at the path's end makes a
// difference in HTTP APIs.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/http_route.h"
#include "services/api_gateway/api.h"

namespace tombola::server {

struct ServedRoute {
  std::string resource;     // "/raffle/{name}"
  std::string resource_id;  // of a REST API
  std::string route_key;    // of an HTTP API: "GET /raffle/{name}", "$default"
  PathParameters path_parameters;
  // Of the API: a method of a REST API, a route of an HTTP API, and its integration; null: it has
  // none.
  const services::api_gateway::Document* method = nullptr;
  const services::api_gateway::Document* integration = nullptr;
};

// None: nothing fits. What it points to is the API's.
std::optional<ServedRoute> find_route(const services::api_gateway::Api& api,
                                      std::string_view method, std::string_view path);

}  // namespace tombola::server
