#include "server/http_route.h"

#include <catch2/catch.hpp>

using namespace tombola::server;

namespace {

HttpRoutes routes_of(const std::vector<std::string>& texts) {
  HttpRoutes routes;
  for (const std::string& text : texts) {
    HttpRoute route = HttpRoute::parse(text);
    route.function_name = text;
    routes.add(route);
  }
  return routes;
}

// The route as it was written, then its parameters; "" when there is none.
std::string found(const HttpRoutes& routes, std::string_view method, std::string_view path) {
  const auto match = routes.find(method, path);
  if (!match) {
    return "";
  }
  std::string text = match->route->function_name;
  for (const auto& [name, value] : match->path_parameters) {
    text += " " + name + "=" + value;
  }
  return text;
}

}  // namespace

TEST_CASE("a route is read as METHOD and path") {
  const HttpRoute route = HttpRoute::parse("get /raffle/{name}/");
  CHECK(route.method == "GET");
  CHECK(route.resource == "/raffle/{name}");
}

TEST_CASE("a route that makes no sense is refused with the reason") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"/raffle", "is not of the form 'METHOD /path'"},
      {"FETCH /raffle", "'FETCH' is not an HTTP method"},
      {"GET raffle", "is not a path"},
      {"GET ", "is not a path"},
      {"GET /raffle?name=x", "is not a path"},
      {"GET /", "belongs to DynamoDB"},
      {"GET /_tombola/idle", "belong to the server itself"},
      {"GET /a//b", "neither plain text"},
      {"GET /a/x{name}", "neither plain text"},
      {"GET /a/{}", "without a proper name"},
      {"GET /a/{+}", "without a proper name"},
      {"GET /a/{b c}", "is not a path"},
      {"GET /{a}/{a}", "twice"},
      {"GET /{proxy+}/a", "must be last"},
  };
  for (const auto& [text, reason] : cases) {
    CAPTURE(text);
    CHECK_THROWS_WITH(HttpRoute::parse(text), Catch::Matchers::Contains(reason));
  }
}

TEST_CASE("the same route twice is refused") {
  CHECK_THROWS_WITH(routes_of({"GET /raffle", "GET /raffle/"}), "'GET /raffle' is given twice");
  CHECK_NOTHROW(routes_of({"GET /raffle", "POST /raffle", "ANY /raffle"}));
}

TEST_CASE("a request finds its route") {
  const HttpRoutes routes =
      routes_of({"ANY /{proxy+}", "GET /raffle", "GET /raffle/{name}", "GET /raffle/{name}/tickets",
                 "ANY /raffle/winner", "POST /files/{path+}"});
  const std::vector<std::array<std::string, 3>> cases = {
      {"GET", "/raffle", "GET /raffle"},
      {"GET", "/raffle/", "GET /raffle"},
      {"POST", "/raffle", "ANY /{proxy+} proxy=raffle"},
      {"GET", "/raffle/John", "GET /raffle/{name} name=John"},
      {"GET", "/raffle/J%C3%B6rg%2Fx", "GET /raffle/{name} name=J\xc3\xb6rg/x"},
      {"GET", "/raffle/a+b", "GET /raffle/{name} name=a+b"},
      {"GET", "/raffle/winner", "ANY /raffle/winner"},
      {"GET", "/raffle/John/tickets", "GET /raffle/{name}/tickets name=John"},
      {"GET", "/raffle/John/other", "ANY /{proxy+} proxy=raffle/John/other"},
      {"POST", "/files/a/b/c", "POST /files/{path+} path=a/b/c"},
      {"POST", "/files", "ANY /{proxy+} proxy=files"},
      {"GET", "/Raffle", "ANY /{proxy+} proxy=Raffle"},
      {"GET", "/", ""},
      {"GET", "", ""},
      {"OPTIONS", "*", ""},
  };
  for (const auto& [method, path, expected] : cases) {
    CAPTURE(method, path);
    CHECK(found(routes, method, path) == expected);
  }
}

TEST_CASE("a method of its own comes before ANY") {
  const HttpRoutes routes = routes_of({"ANY /raffle", "GET /raffle"});
  CHECK(found(routes, "GET", "/raffle") == "GET /raffle");
  CHECK(found(routes, "PUT", "/raffle") == "ANY /raffle");
}

TEST_CASE("a path without a route is nobody's") {
  const HttpRoutes routes = routes_of({"GET /raffle/{name}"});
  for (const char* path : {"/raffle", "/raffle//", "/raffle/a/b", "/other"}) {
    CAPTURE(path);
    CHECK(found(routes, "GET", path).empty());
  }
  CHECK(found(routes, "POST", "/raffle/a").empty());
}
