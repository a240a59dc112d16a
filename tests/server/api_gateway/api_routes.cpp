// "Working with routes for HTTP APIs" and "Set up REST API methods" in the API Gateway developer
// guide.
#include "server/api_gateway/api_routes.h"

#include <catch2/catch.hpp>

#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using test::Api;

namespace {

// "GET /a/{b}" of a REST API, the route key of an HTTP API; empty: nothing fits.
std::string route_of(const Api& api, const std::string& method, const std::string& path) {
  const auto route = server::find_route(api, method, path);
  if (!route) {
    return "";
  }
  return route->route_key.empty()
             ? route->method->at("httpMethod").get<std::string>() + " " + route->resource
             : route->route_key;
}

Api rest_with(const std::vector<std::pair<std::string, std::string>>& methods) {
  Api api = test::rest_api();
  for (const auto& [method, path] : methods) {
    test::put_method(api, path, method, test::proxy_integration("f"));
  }
  return api;
}

}  // namespace

TEST_CASE("a REST API takes the most specific resource") {
  const Api api =
      rest_with({{"GET", "/"}, {"GET", "/pets/dog"}, {"GET", "/pets/{id}"}, {"ANY", "/{proxy+}"}});
  CHECK(route_of(api, "GET", "/") == "GET /");
  CHECK(route_of(api, "GET", "/pets/dog") == "GET /pets/dog");
  CHECK(route_of(api, "GET", "/pets/cat") == "GET /pets/{id}");
  CHECK(route_of(api, "GET", "/pets/cat/legs") == "ANY /{proxy+}");
  CHECK(route_of(api, "PATCH", "/owners") == "ANY /{proxy+}");
}

TEST_CASE("a REST API chooses the resource before the method") {
  const Api api = rest_with({{"GET", "/pets/{id}"}, {"ANY", "/{proxy+}"}});
  CHECK(route_of(api, "DELETE", "/pets/1").empty());
  // /pets has no method of its own.
  CHECK(route_of(api, "DELETE", "/pets") == "ANY /{proxy+}");
}

TEST_CASE("a REST API has a method of its own before ANY") {
  const Api api = rest_with({{"ANY", "/pets"}, {"OPTIONS", "/pets"}});
  CHECK(route_of(api, "OPTIONS", "/pets") == "OPTIONS /pets");
  CHECK(route_of(api, "POST", "/pets") == "ANY /pets");
}

TEST_CASE("a REST API does not mind a slash at the end") {
  const Api api = rest_with({{"GET", "/pets"}});
  CHECK(route_of(api, "GET", "/pets/") == "GET /pets");
  CHECK(route_of(api, "GET", "/pets//").empty());
  CHECK(route_of(api, "GET", "/").empty());
}

TEST_CASE("path parameters of an API are decoded") {
  const Api api = rest_with({{"GET", "/{owner}/{rest+}"}});
  const auto route = server::find_route(api, "GET", "/J%C3%B6rg/a/b%20c/");
  REQUIRE(route);
  CHECK(route->path_parameters ==
        server::PathParameters{{"owner", "J\xc3\xb6rg"}, {"rest", "a/b c/"}});
}

TEST_CASE("an HTTP API takes the most specific route for path and method") {
  const Api api = test::http_api(
      {"GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"});
  // The guide's own table.
  CHECK(route_of(api, "GET", "/pets/dog/1") == "GET /pets/dog/1");
  CHECK(route_of(api, "GET", "/pets/dog/2") == "GET /pets/dog/{id}");
  CHECK(route_of(api, "GET", "/pets/cat/1") == "GET /pets/{proxy+}");
  CHECK(route_of(api, "POST", "/test/5") == "ANY /{proxy+}");
  CHECK(route_of(api, "POST", "/pets/dog/1") == "ANY /{proxy+}");
  CHECK(route_of(api, "GET", "/") == "$default");
}

TEST_CASE("an HTTP API without $default has nothing for what fits no route") {
  const Api api = test::http_api({"GET /pets", "ANY /pets/{id}"});
  CHECK(route_of(api, "GET", "/pets") == "GET /pets");
  CHECK(route_of(api, "POST", "/pets").empty());
  CHECK(route_of(api, "GET", "/pets/").empty());
  CHECK(route_of(api, "GET", "/pets/1/").empty());
  CHECK(route_of(api, "PUT", "/pets/1") == "ANY /pets/{id}");
}

TEST_CASE("a route without an integration has none") {
  Api api = test::http_api({"GET /pets"});
  api.integrations.clear();
  const auto route = server::find_route(api, "GET", "/pets");
  REQUIRE(route);
  CHECK(route->integration == nullptr);
}
