// "Gateway responses for REST APIs" in the API Gateway developer guide.
#include "server/api_gateway/gateway_response.h"

#include <catch2/catch.hpp>

#include "server/api_gateway/binary_media_types.h"
#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using services::api_gateway::MappingInput;
using test::Api;
using test::Document;

TEST_CASE("errors as they are without a gateway response") {
  const Api api = test::rest_api();
  http::Response error = server::gateway_response(api, server::no_such_route(), {});
  CHECK(error.status == 403);
  CHECK(error.body == R"({"message":"Missing Authentication Token"})");
  CHECK(error.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException");
  error = server::gateway_response(api, server::integration_timed_out(), {});
  CHECK(error.status == 504);
  CHECK(error.body == R"({"message": "Endpoint request timed out"})");
  error = server::gateway_response(api, server::access_denied(true), {});
  CHECK(error.body ==
        R"({"Message":"User is not authorized to access this resource with an explicit deny"})");
}

TEST_CASE("a gateway response adds headers, of its type before the common one") {
  Api api = test::rest_api();
  api.gateway_responses["DEFAULT_4XX"] = Document::parse(
      R"({"responseParameters":{"gatewayresponse.header.Access-Control-Allow-Origin":"'*'"}})");
  http::Response error = server::gateway_response(api, server::no_such_route(), {});
  CHECK(error.status == 403);
  CHECK(error.header("Access-Control-Allow-Origin") == "*");
  CHECK(server::gateway_response(api, server::integration_timed_out(), {})
            .header("Access-Control-Allow-Origin")
            .empty());

  api.gateway_responses["MISSING_AUTHENTICATION_TOKEN"] = Document::parse(
      R"({"statusCode":"404","responseTemplates":
          {"application/json":"{\"m\":$context.error.messageString,\"t\":\"$context.error.responseType\"}"}})");
  error = server::gateway_response(api, server::no_such_route(), {});
  CHECK(error.status == 404);
  CHECK(error.body == R"({"m":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN"})");
  CHECK(error.header("Access-Control-Allow-Origin").empty());
}

TEST_CASE("a gateway response names parts of the request; what it does not find is empty") {
  Api api = test::rest_api();
  api.gateway_responses["BAD_REQUEST_BODY"] = Document::parse(R"({
    "responseParameters": {"gatewayresponse.header.x-origin": "method.request.header.Origin",
                           "gatewayresponse.header.x-none": "method.request.header.None",
                           "gatewayresponse.header.x-id": "context.requestId"},
    "responseTemplates": {"application/json":
      "$context.error.validationErrorString|$stageVariables.v|$method.request.path.id|$none|$5.$"}})");
  MappingInput input;
  input.headers = {{"origin", "https://a"}};
  input.path = {{"id", "7"}};
  input.context["requestId"] = "r";
  input.stage_variables = {{"v", "w"}};
  const http::Response error = server::gateway_response(
      api, server::bad_request_body("Invalid request body", "[no $x]"), input);
  CHECK(error.header("x-origin") == "https://a");
  CHECK_FALSE(http::has_header(error.headers, "x-none"));
  CHECK(error.header("x-id") == "r");
  CHECK(error.body == "[no $x]|w|7||.$");
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
