// What an API answers, its functions played by the tests. Sources: "Set up Lambda proxy integrations"
// and "Configure CORS for HTTP APIs" in the API Gateway developer guide.
#include "server/api_gateway/api_gateway.h"

#include <catch2/catch.hpp>

#include "http/compression.h"
#include "tests/server/api_gateway/played_gateway.h"

using namespace tombola;
using nlohmann::json;
using test::Api;
using test::Document;
using test::failure;
using test::success;
using triggers::Invocation;
using triggers::InvokeResult;
using triggers::LambdaRuntime;

namespace {

Api raffle() {
  Api api = test::rest_api();
  test::put_method(api, "/raffle/{name}", "GET", test::proxy_integration("f"));
  api.stages["prod"]["variables"] = {{"mode", "test"}};
  return api;
}

}  // namespace

TEST_CASE("a REST API invokes its function with the event of its format") {
  const Api api = raffle();
  test::PlayedGateway gateway(api);
  const http::Response response = gateway.send("GET", "/prod/raffle/J%C3%B6rg?x=1");
  CHECK(response.status == 200);
  CHECK(response.body == "ok");
  CHECK(response.header("x-amz-apigw-id").size() == 16);
  const json& event = gateway.event();
  CHECK(event["resource"] == "/raffle/{name}");
  CHECK(event["path"] == "/raffle/J%C3%B6rg");
  CHECK(event["pathParameters"]["name"] == "J\xc3\xb6rg");
  CHECK(event["stageVariables"] == json{{"mode", "test"}});
  CHECK(event["requestContext"]["stage"] == "prod");
  CHECK(event["requestContext"]["path"] == "/prod/raffle/J%C3%B6rg");
  CHECK(event["requestContext"]["apiId"] == api.id);
  CHECK(event["requestContext"]["resourceId"].get<std::string>().size() == 7);
  CHECK(event["requestContext"]["domainPrefix"] == api.id);
  CHECK(gateway.function_arn() == "arn:aws:lambda:us-east-1:000000000000:function:f");
}

TEST_CASE("a REST API without that route, stage or function") {
  Api api = raffle();
  test::put_method(api, "/gone", "GET", test::proxy_integration("nobody"));
  test::PlayedGateway gateway(api);
  CHECK(gateway.send("GET", "/prod/other").body == R"({"message":"Missing Authentication Token"})");
  CHECK(gateway.send("GET", "/test/raffle/a").body == R"({"message":"Forbidden"})");
  CHECK(gateway.send("GET", "/test/raffle/a").status == 403);
  CHECK(gateway.send("GET", "/prod/gone").status == 500);
  CHECK(gateway.reports().back() ==
        "GET /gone of raffle: there is no function " + test::function_uri("nobody"));
}

TEST_CASE("a function that fails is a 502 of a REST API, dressed as its other errors are") {
  Api api = raffle();
  api.gateway_responses["DEFAULT_5XX"] = Document::parse(
      R"({"responseParameters":{"gatewayresponse.header.Access-Control-Allow-Origin":"'*'"}})");
  test::PlayedGateway gateway(api);
  gateway.play("f", failure());
  const http::Response response = gateway.send("GET", "/prod/raffle/a");
  CHECK(response.status == 502);
  CHECK(response.body == R"({"message": "Internal server error"})");
  CHECK(response.header("Access-Control-Allow-Origin") == "*");
  CHECK(gateway.reports().back() ==
        "GET /raffle/a of raffle: answered 502, the function failed: boom");
}

TEST_CASE("bytes pass a REST API by its binary media types") {
  Api api = raffle();
  test::put_method(api, "/raffle", "POST", test::proxy_integration("f"));
  {
    test::PlayedGateway gateway(api);
    gateway.play("f", success(R"({"statusCode":200,"body":"aGVsbG8=","isBase64Encoded":true})"));
    CHECK(gateway.send("POST", "/prod/raffle", {{"Content-Type", "image/png"}}, "abc").body ==
          "aGVsbG8=");
    CHECK(gateway.event()["body"] == "abc");
    CHECK(gateway.event()["isBase64Encoded"] == false);
  }
  api.settings["binaryMediaTypes"] = {"image/png"};
  test::PlayedGateway gateway(api);
  gateway.play("f", success(R"({"statusCode":200,"body":"aGVsbG8=","isBase64Encoded":true})"));
  CHECK(gateway
            .send("POST", "/prod/raffle", {{"Content-Type", "image/png"}, {"Accept", "image/png"}},
                  "abc")
            .body == "hello");
  CHECK(gateway.event()["body"] == "YWJj");
  CHECK(gateway.event()["isBase64Encoded"] == true);
}

TEST_CASE("other integrations are named") {
  Api api = raffle();
  test::put_method(api, "/soap", "GET", {{"type", "SOAP"}});
  test::PlayedGateway gateway(api);
  const http::Response response = gateway.send("GET", "/prod/soap");
  CHECK(response.status == 500);
  CHECK(response.body == R"({"message": "Internal server error"})");
  CHECK(gateway.reports().back() ==
        "GET /soap of raffle: Tombola does not support integrations of type SOAP yet");
}

TEST_CASE("a stage serves the API as it was deployed to it") {
  Api api = raffle();
  api.stages["test"] = {{"stageName", "test"}};
  api = test::deployed(api);
  test::put_method(api, "/new", "GET", test::proxy_integration("f"));
  take_snapshot(api, "second");
  api.stages["test"]["deploymentId"] = "second";
  api.stages["empty"] = {{"stageName", "empty"}};
  test::PlayedGateway gateway(api, test::PlayedGateway::Deployed::AsItIs);
  CHECK(gateway.send("GET", "/prod/raffle/a").status == 200);
  CHECK(gateway.send("GET", "/prod/new").status == 403);
  CHECK(gateway.send("GET", "/test/new").status == 200);
  CHECK(gateway.send("GET", "/empty/new").body == R"({"message":"Forbidden"})");
}

TEST_CASE("an HTTP API's stage serves what was deployed, or deploys by itself") {
  Api api = test::http_api({"GET /pets"});
  api.stages["dev"] = {{"stageName", "dev"}};
  test::PlayedGateway gateway(api, test::PlayedGateway::Deployed::AsItIs);
  CHECK(gateway.send("GET", "/pets").status == 200);
  CHECK(gateway.send("GET", "/dev/pets").status == 404);
}

TEST_CASE("an API whose endpoint is disabled, and a body that is too long") {
  Api api = raffle();
  test::PlayedGateway gateway(api);
  const http::Response response =
      gateway.send("GET", "/prod/raffle/a", {}, std::string(10 * 1024 * 1024 + 1, 'x'));
  CHECK(response.status == 413);
  CHECK(response.body == R"({"message": "Request Too Long"})");
  api.settings["disableExecuteApiEndpoint"] = true;
  test::PlayedGateway disabled(api);
  CHECK(disabled.send("GET", "/prod/raffle/a").body == R"({"message":"Forbidden"})");
}

// "Payload compression for REST APIs" in the API Gateway developer guide.
TEST_CASE("an API that compresses") {
  Api api = raffle();
  test::put_method(api, "/raffle", "POST", test::proxy_integration("f"));
  api.settings["minimumCompressionSize"] = 2;
  test::PlayedGateway gateway(api);
  const http::Response packed =
      gateway.send("GET", "/prod/raffle/a", {{"Accept-Encoding", "gzip, br"}});
  CHECK(packed.header("Content-Encoding") == "gzip");
  CHECK(http::decompress(http::ContentCoding::Gzip, packed.body, 100).bytes == "ok");
  CHECK(gateway.send("GET", "/prod/raffle/a").body == "ok");
  gateway.play("f", success(R"({"statusCode":200,"body":"x"})"));
  CHECK(gateway.send("GET", "/prod/raffle/a", {{"Accept-Encoding", "gzip"}}).body == "x");
  gateway.send("POST", "/prod/raffle", {{"Content-Encoding", "gzip"}}, http::gzip("hello"));
  CHECK(gateway.event()["body"] == "hello");
  CHECK_FALSE(gateway.event()["headers"].contains("Content-Encoding"));
  CHECK(gateway.send("POST", "/prod/raffle", {{"Content-Encoding", "gzip"}}, "hello").status ==
        400);

  test::PlayedGateway plain(raffle());
  CHECK(plain.send("GET", "/prod/raffle/a", {{"Accept-Encoding", "gzip"}}).body == "ok");
}

TEST_CASE("a function behind mapping templates") {
  Api api = test::rest_api();
  test::put_method(api, "/map/{id}", "POST", Document::parse(R"({"type":"AWS","httpMethod":"POST",
    "requestTemplates":{"application/json":"{\"id\":\"$input.params('id')\",\"a\":$input.json('$.a')}"},
    "integrationResponses":{
      "200":{"statusCode":"200","responseTemplates":{"application/json":"{\"got\":$input.json('$.x')}"}},
      "400":{"statusCode":"400","selectionPattern":".*bad.*"}}})"));
  (*find_method(api, test::resource_id(api, "/map/{id}"), "POST"))["methodIntegration"]["uri"] =
      test::function_uri("f");
  test::PlayedGateway gateway(api);
  gateway.play("f", success(R"({"x":[1,2]})"));
  http::Response response = gateway.send("POST", "/prod/map/7", {}, R"({"a":{"b":1}})");
  CHECK(response.status == 200);
  CHECK(response.body == R"({"got":[1,2]})");
  CHECK(response.header("x-amz-apigw-id").size() == 16);
  CHECK(gateway.event() == json{{"id", "7"}, {"a", {{"b", 1}}}});
  InvokeResult bad = failure();
  bad.payload = R"({"errorMessage":"this is bad","errorType":"Error"})";
  gateway.play("f", bad);
  response = gateway.send("POST", "/prod/map/7");
  CHECK(response.status == 400);
  CHECK(response.body == bad.payload);
}

TEST_CASE("what goes wrong unforeseen after the function has answered is told, and a 500") {
  Api api = test::rest_api();
  test::put_method(api, "/x", "GET", Document::parse(R"({"type":"AWS","httpMethod":"POST",
    "integrationResponses":{"200":{"statusCode":"no number"}}})"));
  (*find_method(api, test::resource_id(api, "/x"), "GET"))["methodIntegration"]["uri"] =
      test::function_uri("f");
  test::PlayedGateway gateway(api);
  const http::Response response = gateway.send("GET", "/prod/x");
  CHECK(response.status == 500);
  CHECK(response.body == R"({"message": "Internal server error"})");
  REQUIRE(gateway.reports().size() == 1);
  CHECK_THAT(gateway.reports()[0], Catch::Matchers::StartsWith("GET /x of raffle: "));
}

TEST_CASE("a table behind a method, without a function") {
  Api api = test::rest_api();
  test::put_method(api, "/put", "POST", Document::parse(R"({"type":"AWS","httpMethod":"POST",
    "uri":"arn:aws:apigateway:eu-west-2:dynamodb:action/PutItem",
    "requestTemplates":{"application/json":"{\"TableName\":\"T\",\"Item\":{\"id\":{\"S\":$input.json('$.id')}}}"},
    "integrationResponses":{"200":{"statusCode":"201","responseTemplates":{"application/json":"{}"}},
      "400":{"statusCode":"400","selectionPattern":"4\\d{2}"}}})"));
  test::PlayedGateway gateway(api);
  http::Request asked;
  int status = 200;
  gateway.answer_services([&](http::Request request, http::Responder respond) {
    asked = std::move(request);
    respond({status, {}, R"({"__type":"x"})"});
  });
  CHECK(gateway.send("POST", "/prod/put", {}, R"({"id":"1"})").status == 201);
  CHECK(asked.header("X-Amz-Target") == "DynamoDB_20120810.PutItem");
  CHECK(asked.body == R"({"TableName":"T","Item":{"id":{"S":"1"}}})");
  status = 400;
  const http::Response refused = gateway.send("POST", "/prod/put", {}, R"({"id":"1"})");
  CHECK(refused.status == 400);
  CHECK(refused.body == R"({"__type":"x"})");
}

TEST_CASE("an HTTP API invokes its function with the event of the format it asks for") {
  Api api = test::http_api({"GET /pets/{id}", "$default"});
  {
    test::PlayedGateway gateway(api);
    const http::Response response = gateway.send("GET", "/pets/1?x=1");
    CHECK(response.body == "ok");
    CHECK(response.header("apigw-requestid").size() == 16);
    CHECK(gateway.event()["requestContext"]["requestId"] == response.header("apigw-requestid"));
    const json& event = gateway.event();
    CHECK(event["version"] == "2.0");
    CHECK(event["routeKey"] == "GET /pets/{id}");
    CHECK(event["rawPath"] == "/pets/1");
    CHECK(event["pathParameters"] == json{{"id", "1"}});
    CHECK(event["requestContext"]["stage"] == "$default");
    CHECK(event["requestContext"]["accountId"] == "000000000000");
    gateway.send("PUT", "/else/where");
    CHECK(gateway.event()["routeKey"] == "$default");
    CHECK(gateway.event()["rawPath"] == "/else/where");
  }
  api.stages["dev"] = {{"stageName", "dev"}, {"stageVariables", {{"a", "b"}}}};
  api.integrations["i"]["payloadFormatVersion"] = "1.0";
  test::PlayedGateway gateway(api);
  gateway.send("GET", "/dev/pets/1");
  CHECK(gateway.event()["version"] == "1.0");
  CHECK(gateway.event()["resource"] == "/pets/{id}");
  CHECK(gateway.event()["path"] == "/dev/pets/1");
  CHECK(gateway.event()["stageVariables"] == json{{"a", "b"}});
}

TEST_CASE("an HTTP API's errors") {
  test::PlayedGateway gateway(test::http_api({"GET /pets"}));
  CHECK(gateway.send("GET", "/cats").status == 404);
  CHECK(gateway.send("GET", "/cats").body == R"({"message":"Not Found"})");
  gateway.play("f", failure());
  const http::Response response = gateway.send("GET", "/pets");
  CHECK(response.status == 500);
  CHECK(response.body == R"({"message":"Internal Server Error"})");
}

TEST_CASE("the CORS configuration of an HTTP API answers for the function") {
  const Document settings = Document::parse(
      R"({"corsConfiguration":{"allowOrigins":["https://app.example"],"allowMethods":["GET"],
          "allowHeaders":["content-type"],"maxAge":300}})");
  test::PlayedGateway gateway(test::http_api({"ANY /pets"}, settings));
  gateway.play("f", success(R"({"statusCode":200,"body":"ok","headers":
      {"Access-Control-Allow-Origin":"*","access-control-allow-methods":"PUT","x-other":"1"}})"));
  http::Response response =
      gateway.send("OPTIONS", "/pets",
                   {{"Origin", "https://app.example"}, {"Access-Control-Request-Method", "GET"}});
  CHECK(response.status == 204);
  CHECK(response.header("Access-Control-Allow-Origin") == "https://app.example");
  CHECK(response.header("Access-Control-Allow-Methods") == "GET");
  CHECK(response.header("Access-Control-Allow-Headers") == "content-type");
  CHECK(response.header("Access-Control-Max-Age") == "300");
  CHECK(gateway.event().is_null());

  response = gateway.send("GET", "/pets", {{"Origin", "https://app.example"}});
  CHECK(response.header("Access-Control-Allow-Origin") == "https://app.example");
  CHECK_FALSE(http::has_header(response.headers, "Access-Control-Allow-Methods"));
  CHECK(response.header("x-other") == "1");
  response = gateway.send("GET", "/pets", {{"Origin", "https://other.example"}});
  CHECK_FALSE(http::has_header(response.headers, "Access-Control-Allow-Origin"));
}

TEST_CASE("an integration that takes too long") {
  Api api = test::rest_api();
  Document integration = test::proxy_integration("slow");
  integration["timeoutInMillis"] = 20;
  test::put_method(api, "/slow", "GET", integration);
  test::PlayedGateway gateway(api);
  LambdaRuntime::Done late;
  gateway.play("slow",
               [&](const Invocation&, LambdaRuntime::Done done) { late = std::move(done); });
  const http::Response response = gateway.send("GET", "/prod/slow");
  CHECK(response.status == 504);
  CHECK(response.body == R"({"message": "Endpoint request timed out"})");
  late(success(R"({"statusCode":200})"));  // nobody listens any more
}

// "Set up a Lambda proxy integration with payload response streaming in API Gateway".
TEST_CASE("a REST API streams what its function writes, without compressing it") {
  Api api = test::rest_api();
  api.settings["minimumCompressionSize"] = 0;
  test::put_method(
      api, "/stream", "GET",
      {{"type", "AWS_PROXY"},
       {"httpMethod", "POST"},
       {"uri",
        "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/"
        "arn:aws:lambda:us-east-1:000000000000:function:f/response-streaming-invocations"},
       {"responseTransferMode", "STREAM"},
       {"timeoutInMillis", 60'000}});
  test::PlayedGateway gateway(api);
  const std::vector<http::Header> gzip = {{"Accept-Encoding", "gzip"}};
  std::shared_ptr<triggers::ResponseReceiver> receiver;
  LambdaRuntime::Done done;
  gateway.play("f", [&](const Invocation& invocation, const LambdaRuntime::Done& given) {
    receiver = invocation.receiver;
    done = given;
    receiver->begin("application/vnd.awslambda.http-integration-response");
    receiver->receive(R"({"statusCode":201})" + std::string(8, '\0') + "one");
  });
  const http::Response response = gateway.send("GET", "/prod/stream", gzip);
  CHECK(response.status == 201);
  CHECK(response.header("x-amz-apigw-id").size() == 16);
  CHECK(response.header("Content-Encoding").empty());
  REQUIRE(response.stream);
  CHECK(response.stream->take().bytes == "one");
  receiver->receive("two");
  receiver->end();
  InvokeResult streamed;
  streamed.streamed = true;
  done(streamed);
  const auto rest = response.stream->take();
  CHECK(rest.bytes == "two");
  CHECK(rest.state == http::BodyStream::State::Ended);

  gateway.play("f", success(R"({"statusCode":200})"));
  const http::Response not_streamed = gateway.send("GET", "/prod/stream");
  CHECK(not_streamed.status == 502);
  CHECK(not_streamed.body == R"({"message": "Internal server error"})");
}
