// What an API answers, its functions played by the tests. Sources: "Set up Lambda proxy integrations"
// and "Configure CORS for HTTP APIs" in the API Gateway developer guide.
#include "server/api_gateway/api_gateway.h"

#include <future>
#include <optional>

#include <catch2/catch.hpp>

#include "storage/engine/engine.h"
#include "tests/server/api_gateway/apis.h"
#include "tests/server/test_server.h"

using namespace tombola;
using nlohmann::json;
using test::Api;
using test::Document;
using triggers::Invocation;
using triggers::InvokeResult;
using triggers::LambdaRuntime;

namespace {

class Caught : public http::Responder::Sink {
 public:
  explicit Caught(std::optional<http::Response>& response) : response_(response) {}
  void send(http::Response response) override { response_ = std::move(response); }

 private:
  std::optional<http::Response>& response_;
};

InvokeResult success(std::string payload) {
  InvokeResult result;
  result.payload = std::move(payload);
  return result;
}

InvokeResult failure() {
  InvokeResult result;
  result.status = triggers::InvokeStatus::FunctionError;
  result.payload = R"({"errorMessage":"boom"})";
  return result;
}

class Gateway {
 public:
  explicit Gateway(const Api& api) : api_(api) {
    apis_.create(api);
    gateway_.set_port(8000);
    play("f", success(R"({"statusCode":200,"body":"ok"})"));
  }

  void play(const std::string& name, const InvokeResult& result) {
    triggers::Function function;
    function.name = name;
    functions_.put(function, std::make_shared<test::PlayedFunction>(
                                 [this, result](Invocation invocation, LambdaRuntime::Done done) {
                                   event_ = json::parse(invocation.event_json);
                                   function_arn_ = invocation.function_arn;
                                   done(result);
                                 }));
  }

  http::Response send(const std::string& method, const std::string& path,
                      std::vector<http::Header> headers = {}, std::string body = {}) {
    http::Request request;
    request.method = method;
    request.target = path;
    request.headers = {{"Host", api_.id + ".execute-api.localhost:8000"}};
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    request.body = std::move(body);
    std::optional<http::Response> response;
    gateway_.handle(request, http::Responder(std::make_shared<Caught>(response)));
    REQUIRE(response);
    return *response;
  }

  const json& event() const { return event_; }
  const std::string& function_arn() const { return function_arn_; }
  const std::vector<std::string>& reports() const { return reports_; }

 private:
  Api api_;
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[] { return std::int64_t{0}; }});
  storage::TransactionRunner transactions_{*engine_};
  services::api_gateway::ApiStore apis_{transactions_};
  triggers::FunctionRegistry functions_;
  http::EventLoop timers_{"timers", 1};
  std::vector<std::string> reports_;
  server::ApiGateway gateway_{
      {apis_, functions_, timers_, [this](const std::string& text) { reports_.push_back(text); }}};
  json event_;
  std::string function_arn_;
};

Api raffle() {
  Api api = test::rest_api();
  test::put_method(api, "/raffle/{name}", "GET", test::proxy_integration("f"));
  api.stages["prod"]["variables"] = {{"mode", "test"}};
  return api;
}

}  // namespace

TEST_CASE("a REST API invokes its function with the event of its format") {
  const Api api = raffle();
  Gateway gateway(api);
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
  Gateway gateway(api);
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
  Gateway gateway(api);
  gateway.play("f", failure());
  const http::Response response = gateway.send("GET", "/prod/raffle/a");
  CHECK(response.status == 502);
  CHECK(response.body == R"({"message": "Internal server error"})");
  CHECK(response.header("Access-Control-Allow-Origin") == "*");
  CHECK(gateway.reports().back() ==
        R"(GET /raffle/a of raffle: answered 502, the function failed: {"errorMessage":"boom"})");
}

TEST_CASE("bytes pass a REST API by its binary media types") {
  Api api = raffle();
  test::put_method(api, "/raffle", "POST", test::proxy_integration("f"));
  {
    Gateway gateway(api);
    gateway.play("f", success(R"({"statusCode":200,"body":"aGVsbG8=","isBase64Encoded":true})"));
    CHECK(gateway.send("POST", "/prod/raffle", {{"Content-Type", "image/png"}}, "abc").body ==
          "aGVsbG8=");
    CHECK(gateway.event()["body"] == "abc");
    CHECK(gateway.event()["isBase64Encoded"] == false);
  }
  api.settings["binaryMediaTypes"] = {"image/png"};
  Gateway gateway(api);
  gateway.play("f", success(R"({"statusCode":200,"body":"aGVsbG8=","isBase64Encoded":true})"));
  CHECK(gateway
            .send("POST", "/prod/raffle", {{"Content-Type", "image/png"}, {"Accept", "image/png"}},
                  "abc")
            .body == "hello");
  CHECK(gateway.event()["body"] == "YWJj");
  CHECK(gateway.event()["isBase64Encoded"] == true);
}

TEST_CASE("other integrations, and other authorizers, are named") {
  Api api = raffle();
  test::put_method(api, "/proxy", "GET", {{"type", "HTTP_PROXY"}, {"uri", "http://example.com"}});
  test::put_method(api, "/secret", "GET", test::proxy_integration("f"));
  (*find_method(api, test::resource_id(api, "/secret"), "GET"))["authorizationType"] = "CUSTOM";
  Gateway gateway(api);
  http::Response response = gateway.send("GET", "/prod/proxy");
  CHECK(response.status == 500);
  CHECK(response.body ==
        R"({"message":"Tombola does not support integrations of type HTTP_PROXY yet."})");
  CHECK(gateway.send("GET", "/prod/secret").body ==
        R"({"message":"Tombola does not support authorizers of type CUSTOM yet."})");
}

TEST_CASE("an HTTP API invokes its function with the event of the format it asks for") {
  Api api = test::http_api({"GET /pets/{id}", "$default"});
  {
    Gateway gateway(api);
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
  Gateway gateway(api);
  gateway.send("GET", "/dev/pets/1");
  CHECK(gateway.event()["version"] == "1.0");
  CHECK(gateway.event()["resource"] == "/pets/{id}");
  CHECK(gateway.event()["path"] == "/dev/pets/1");
  CHECK(gateway.event()["stageVariables"] == json{{"a", "b"}});
}

TEST_CASE("an HTTP API's errors") {
  Gateway gateway(test::http_api({"GET /pets"}));
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
  Gateway gateway(test::http_api({"ANY /pets"}, settings));
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
  std::unique_ptr<storage::Engine> engine =
      storage::open_memory_engine({[] { return std::int64_t{0}; }});
  storage::TransactionRunner transactions(*engine);
  services::api_gateway::ApiStore apis(transactions);
  apis.create(api);
  triggers::FunctionRegistry functions;
  triggers::Function function;
  function.name = "slow";
  LambdaRuntime::Done late;
  functions.put(function,
                std::make_shared<test::PlayedFunction>(
                    [&](Invocation, LambdaRuntime::Done done) { late = std::move(done); }));
  http::EventLoop timers("timers", 1);
  std::promise<http::Response> answered;
  class Promised : public http::Responder::Sink {
   public:
    explicit Promised(std::promise<http::Response>& promise) : promise_(promise) {}
    void send(http::Response response) override { promise_.set_value(std::move(response)); }

   private:
    std::promise<http::Response>& promise_;
  };
  const server::ApiGateway gateway({apis, functions, timers, [](const std::string&) {}});
  http::Request request;
  request.method = "GET";
  request.target = "/restapis/" + api.id + "/prod/slow";
  gateway.handle(request, http::Responder(std::make_shared<Promised>(answered)));
  const http::Response response = answered.get_future().get();
  CHECK(response.status == 504);
  CHECK(response.body == R"({"message": "Endpoint request timed out"})");
  late(success(R"({"statusCode":200})"));  // nobody listens any more
}
