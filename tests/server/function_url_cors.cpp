// "Cross-origin resource sharing (CORS)" of Lambda function URLs.
#include "server/function_url_cors.h"

#include <catch2/catch.hpp>

using namespace tombola;

namespace {

triggers::FunctionUrlConfig config_with(std::vector<std::string> origins,
                                        std::optional<bool> credentials = {}) {
  triggers::FunctionUrlCors cors;
  cors.allow_origins = std::move(origins);
  cors.allow_methods = {"GET", "PUT"};
  cors.allow_headers = {"x-one", "x-two"};
  cors.expose_headers = {"x-three"};
  cors.max_age_seconds = 60;
  cors.allow_credentials = credentials;
  triggers::FunctionUrlConfig config;
  config.cors = cors;
  return config;
}

http::Request request(const std::string& method, std::vector<http::Header> headers) {
  http::Request request;
  request.method = method;
  request.target = "/";
  request.headers = std::move(headers);
  return request;
}

const http::Header origin = {"Origin", "https://example.com"};

}  // namespace

TEST_CASE("a preflight request is answered from the configuration") {
  const auto asked = request("OPTIONS", {origin, {"Access-Control-Request-Method", "PUT"}});
  const auto answer = server::preflight_of_url(config_with({"https://example.com"}, true), asked);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->header("Access-Control-Allow-Origin") == "https://example.com");
  CHECK(answer->header("Access-Control-Allow-Methods") == "GET,PUT");
  CHECK(answer->header("Access-Control-Allow-Headers") == "x-one,x-two");
  CHECK(answer->header("Access-Control-Max-Age") == "60");
  CHECK(answer->header("Access-Control-Allow-Credentials") == "true");
  CHECK(answer->header("Vary") == "Origin");
}

TEST_CASE("who may not is told nothing that a browser would take for leave") {
  const auto method = [](const std::string& name) {
    return request("OPTIONS", {origin, {"Access-Control-Request-Method", name}});
  };
  const auto stranger = server::preflight_of_url(config_with({"https://a.com"}), method("GET"));
  REQUIRE(stranger);
  CHECK(stranger->headers.empty());
  const auto other = server::preflight_of_url(config_with({"*"}), method("DELETE"));
  REQUIRE(other);
  CHECK(other->header("Access-Control-Allow-Methods").empty());
}

TEST_CASE("without CORS, or without its question, OPTIONS is the function's affair") {
  CHECK_FALSE(server::preflight_of_url(
      {}, request("OPTIONS", {origin, {"Access-Control-Request-Method", "GET"}})));
  CHECK_FALSE(server::preflight_of_url(config_with({"*"}), request("OPTIONS", {origin})));
  CHECK_FALSE(server::preflight_of_url(
      config_with({"*"}), request("GET", {origin, {"Access-Control-Request-Method", "GET"}})));
}

TEST_CASE("an answer to an allowed origin says so, with the headers it may read") {
  const auto headers_for = [](const triggers::FunctionUrlConfig& config,
                              std::vector<http::Header> headers) {
    http::Response response;
    response.headers = server::cors_headers_of_url(config, request("GET", std::move(headers)));
    return response;
  };
  const http::Response any = headers_for(config_with({"*"}), {origin});
  CHECK(any.header("Access-Control-Allow-Origin") == "*");
  CHECK(any.header("Access-Control-Expose-Headers") == "x-three");
  CHECK(headers_for(config_with({"*"}, true), {origin}).header("Access-Control-Allow-Origin") ==
        "https://example.com");
  CHECK(headers_for(config_with({"https://a.com"}), {origin}).headers.empty());
  CHECK(headers_for(config_with({"*"}), {}).headers.empty());
  CHECK(headers_for({}, {origin}).headers.empty());
}
