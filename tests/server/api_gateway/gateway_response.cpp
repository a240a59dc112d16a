// "Gateway responses for REST APIs" in the API Gateway developer guide.
#include "server/api_gateway/gateway_response.h"

#include <catch2/catch.hpp>

#include "server/api_gateway/api_errors.h"
#include "server/api_gateway/binary_media_types.h"
#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using test::Api;
using test::Document;

TEST_CASE("errors as they are without a gateway response") {
  const Api api = test::rest_api();
  http::Response error = server::no_such_route(api);
  CHECK(error.status == 403);
  CHECK(error.body == R"({"message":"Missing Authentication Token"})");
  CHECK(error.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException");
  error = server::integration_timed_out(api);
  CHECK(error.status == 504);
  CHECK(error.body == R"({"message": "Endpoint request timed out"})");

  const Api http_api = test::http_api({});
  error = server::no_such_route(http_api);
  CHECK(error.status == 404);
  CHECK(error.body == R"({"message":"Not Found"})");
  error = server::integration_timed_out(http_api);
  CHECK(error.status == 503);
  CHECK(error.body == R"({"message":"Service Unavailable"})");
}

TEST_CASE("a gateway response adds headers, of its type before the common one") {
  Api api = test::rest_api();
  api.gateway_responses["DEFAULT_4XX"] = Document::parse(
      R"({"responseParameters":{"gatewayresponse.header.Access-Control-Allow-Origin":"'*'"}})");
  http::Response error = server::no_such_route(api);
  CHECK(error.status == 403);
  CHECK(error.header("Access-Control-Allow-Origin") == "*");
  CHECK(server::integration_timed_out(api).header("Access-Control-Allow-Origin").empty());

  api.gateway_responses["MISSING_AUTHENTICATION_TOKEN"] = Document::parse(
      R"({"statusCode":"404","responseTemplates":
          {"application/json":"{\"m\":$context.error.messageString,\"t\":\"$context.error.responseType\"}"}})");
  error = server::no_such_route(api);
  CHECK(error.status == 404);
  CHECK(error.body == R"({"m":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN"})");
  CHECK(error.header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("binary media types") {
  Api api = test::rest_api();
  http::Request request;
  request.headers = {{"Content-Type", "image/png"}, {"Accept", "image/webp;q=0.9, */*"}};
  CHECK_FALSE(server::takes_as_binary(api, request));
  api.settings["binaryMediaTypes"] = {"image/png", "application/*"};
  CHECK(server::takes_as_binary(api, request));
  CHECK_FALSE(server::gives_as_binary(api, request));
  request.headers = {{"Content-Type", "application/octet-stream"}};
  CHECK(server::takes_as_binary(api, request));
  request.headers = {{"Content-Type", "text/plain"}};
  CHECK_FALSE(server::takes_as_binary(api, request));
  api.settings["binaryMediaTypes"] = {"*/*"};
  CHECK(server::takes_as_binary(api, request));
  CHECK(server::gives_as_binary(api, request));
}
