// "Set up HTTP integrations", "Create HTTP proxy integrations for HTTP APIs" and "Transform API requests
// and responses for HTTP APIs" in the API Gateway developer guide.
#include "server/api_gateway/http_integration.h"

#include <catch2/catch.hpp>

#include "server/api_gateway/request_parameters.h"
#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using server::ApiCall;
using test::Document;

namespace {

class Called {
 public:
  Called(const test::Api& api, Document integration)
      : integration_(std::move(integration)),
        api_(std::make_shared<const test::Api>(api)),
        call_{{}, api_, api_, {}, {}, {}, {}, http::Responder(nullptr), {}} {
    call_.route.integration = &integration_;
    call_.route.path_parameters = {{"proxy", "a/b c"}};
    call_.gateway.stage = "prod";
    call_.gateway.stage_variables = {{"host", "backend.example"}};
    call_.stage.path = "/x/a/b%20c";
    call_.request.method = "PATCH";
    call_.request.target = "/prod/x/a/b%20c?q=1&q=2";
    call_.request.headers = {
        {"Host", "api.example"}, {"X-One", "1"}, {"Connection", "close"}, {"TE", "trailers"}};
    call_.request.body = "body";
    call_.request.remote_address = "127.0.0.1";
  }
  ApiCall& call() { return call_; }

 private:
  Document integration_;
  std::shared_ptr<const test::Api> api_;
  ApiCall call_;
};

}  // namespace

TEST_CASE("a REST API's proxy hands on what came, the path by its mapping") {
  Called called(test::rest_api(), Document::parse(R"({"type":"HTTP_PROXY","httpMethod":"ANY",
      "uri":"http://${stageVariables.host}:81/v1/{proxy}",
      "requestParameters":{"integration.request.path.proxy":"method.request.path.proxy",
                           "integration.request.header.X-Two":"'2'"}})"));
  const auto request = server::http_proxy_request(called.call());
  REQUIRE(request);
  CHECK(request->method == "PATCH");
  CHECK(request->url.authority == "backend.example:81");
  CHECK(request->url.target == "/v1/a/b%20c?q=1&q=2");
  CHECK(request->body == "body");
  CHECK(http::find_header(request->headers, "X-One") == "1");
  CHECK(http::find_header(request->headers, "X-Two") == "2");
  CHECK(http::find_header(request->headers, "X-Forwarded-For") == "127.0.0.1");
  for (const char* name : {"Host", "Connection", "TE"}) {
    CHECK_FALSE(http::has_header(request->headers, name));
  }
  CHECK(request->timeout == std::chrono::milliseconds(29000));
  CHECK(request->checks_certificate);
}

TEST_CASE("an HTTP API's proxy fills its path by itself, and changes parameters") {
  Called called(test::http_api({}),
                Document::parse(R"({"integrationType":"HTTP_PROXY","integrationMethod":"GET",
      "integrationUri":"https://backend.example/{proxy}","timeoutInMillis":50,
      "requestParameters":{"append:header.x-one":"and $request.querystring.q",
                           "overwrite:querystring.q":"${context.stage}",
                           "remove:header.none":"''"}})"));
  const auto request = server::http_proxy_request(called.call());
  REQUIRE(request);
  CHECK(request->method == "GET");
  CHECK(request->url.is_tls);
  CHECK(request->url.target == "/a/b%20c?q=prod");
  CHECK(request->headers[0].value == "1");
  CHECK(request->headers[1].value == "and 2");
  CHECK(http::find_header(request->headers, "Forwarded") ==
        "by=127.0.0.1;for=127.0.0.1;host=api.example;proto=http");
  CHECK(request->timeout == std::chrono::milliseconds(50));
}

TEST_CASE("an HTTP API may ask another path, and values are texts with references in them") {
  Called called(test::http_api({}), Document::parse(R"({"integrationType":"HTTP_PROXY",
      "integrationUri":"http://backend.example/old","requestParameters":{
        "overwrite:path":"/new/$request.path.proxy","remove:querystring.q":"''"}})"));
  const auto request = server::http_proxy_request(called.call());
  REQUIRE(request);
  CHECK(request->url.target == "/new/a/b%20c");
  CHECK(server::request_value("$5 ${context.stage}-$stageVariables.host $request.path",
                              called.call()) == "$5 prod-backend.example /x/a/b%20c");
}

TEST_CASE("what the mappings of a method made goes alone") {
  Called called(test::rest_api(), Document::parse(R"({"type":"HTTP","httpMethod":"POST",
      "uri":"http://backend.example/{id}?fixed=1"})"));
  server::IntegrationRequest mapped;
  mapped.path = {{"id", "7"}};
  mapped.query = {{"a", "b c"}};
  mapped.headers = {{"X-Mapped", "m"}};
  mapped.body = "{}";
  const auto request = server::mapped_http_request(called.call(), mapped);
  REQUIRE(request);
  CHECK(request->url.target == "/7?fixed=1&a=b%20c");
  CHECK(http::find_header(request->headers, "X-Mapped") == "m");
  CHECK(http::find_header(request->headers, "Content-Type") == "application/json");
  CHECK_FALSE(http::has_header(request->headers, "X-One"));
  CHECK(request->body == "{}");
}

TEST_CASE("what is no URL, and an answer's own headers") {
  Called called(test::rest_api(), Document::parse(R"({"type":"HTTP_PROXY","uri":"backend"})"));
  CHECK_FALSE(server::http_proxy_request(called.call()));
  const http::Response response = server::http_proxy_response(
      {404, {{"Date", "now"}, {"Transfer-Encoding", "chunked"}, {"X-From", "there"}}, "gone"});
  CHECK(response.status == 404);
  CHECK(response.body == "gone");
  CHECK(response.header("x-amzn-Remapped-Date") == "now");
  CHECK(response.header("X-From") == "there");
  CHECK_FALSE(http::has_header(response.headers, "Transfer-Encoding"));
}
