#include <catch2/catch.hpp>

#include "dynamodb/limits.h"
#include "tests/server/test_server.h"

using namespace tombola;
using test::json_of;
using test::TestServer;
using triggers::Invocation;
using triggers::InvokeResult;
using triggers::InvokeStatus;
using triggers::LambdaRuntime;

namespace {

TestServer::Setup with_routes(std::vector<std::string> routes) {
  TestServer::Setup setup;
  setup.routes = std::move(routes);
  return setup;
}

InvokeResult success(std::string payload) {
  InvokeResult result;
  result.payload = std::move(payload);
  return result;
}

}  // namespace

TEST_CASE("a request goes to its function and comes back") {
  TestServer server(with_routes({"GET /raffle"}));
  std::string event;
  std::string trace_id;
  server.play("GET /raffle", [&](const Invocation& invocation, const LambdaRuntime::Done& done) {
    event = invocation.event_json;
    trace_id = invocation.trace_id;
    done(success(R"({"statusCode":200,"body":"{\"name\":\"John\"}"})"));
  });
  const http::Response response = server.send("GET", "/raffle?name=John");
  CHECK(response.status == 200);
  CHECK(response.body == R"({"name":"John"})");
  CHECK(response.header("Content-Type") == "application/json");
  CHECK(response.header("x-amzn-RequestId").size() == 36);

  const auto seen = nlohmann::json::parse(event);
  CHECK(seen["queryStringParameters"]["name"] == "John");
  CHECK(seen["requestContext"]["requestId"] == response.header("x-amzn-RequestId"));
  CHECK(seen["headers"]["X-Forwarded-Port"] == std::to_string(server.port()));
  CHECK(seen["headers"]["X-Amzn-Trace-Id"] == response.header("X-Amzn-Trace-Id"));
  CHECK(trace_id.starts_with(std::string(response.header("X-Amzn-Trace-Id"))));
}

TEST_CASE("DynamoDB answers beside the routes") {
  TestServer server(with_routes({"ANY /{proxy+}"}));
  server.play("ANY /{proxy+}", [](const Invocation&, const LambdaRuntime::Done& done) {
    done(success(R"({"statusCode":418})"));
  });
  CHECK(server.call("ListTables", "{}").status == 200);
  CHECK(server.send("GET", "/").status == 200);
  CHECK(server.send("GET", "/_tombola/clock").status == 200);
  CHECK(server.send("GET", "/anything").status == 418);
  CHECK(server.send("OPTIONS", "/anything", {{"Origin", "http://localhost"}}).status == 418);
}

TEST_CASE("CORS headers of a route are the function's own affair") {
  TestServer server(with_routes({"GET /raffle"}));
  server.play("GET /raffle", [](const Invocation&, const LambdaRuntime::Done& done) {
    done(success(R"({"statusCode":200,"headers":{"Access-Control-Allow-Origin":"*"}})"));
  });
  const auto response = server.send("GET", "/raffle", {{"Origin", "http://localhost:3000"}});
  std::vector<std::string> origins;
  for (const http::Header& header : response.headers) {
    if (header.name == "Access-Control-Allow-Origin") {
      origins.push_back(header.value);
    }
  }
  CHECK(origins == std::vector<std::string>{"*"});
}

TEST_CASE("a foreign page does not reach a function") {
  TestServer server(with_routes({"GET /raffle"}));
  bool reached = false;
  server.play("GET /raffle", [&](const Invocation&, const LambdaRuntime::Done& done) {
    reached = true;
    done(success(R"({"statusCode":200})"));
  });
  CHECK(server.send("GET", "/raffle", {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(server.send("GET", "/raffle", {{"Host", "evil.example"}}).status == 403);
  CHECK_FALSE(reached);
}

TEST_CASE("a function that fails is a 502, and the developer is told why") {
  TestServer server(with_routes({"GET /raffle"}));
  server.play("GET /raffle", [](const Invocation&, const LambdaRuntime::Done& done) {
    InvokeResult result;
    result.status = InvokeStatus::FunctionError;
    result.payload = R"({"errorMessage":"boom"})";
    done(result);
  });
  const http::Response response = server.send("GET", "/raffle");
  CHECK(response.status == 502);
  CHECK(response.body == R"({"message": "Internal server error"})");
  CHECK(server.reports() ==
        std::vector<std::string>{"GET /raffle: answered 502, the function failed: boom"});
}

TEST_CASE("a function that takes too long is a 504, and what it says later is dropped") {
  TestServer::Setup setup = with_routes({"GET /raffle", "GET /other"});
  setup.function_timeout = std::chrono::milliseconds(20);
  TestServer server(setup);
  LambdaRuntime::Done late;
  server.play("GET /raffle",
              [&](const Invocation&, const LambdaRuntime::Done& done) { late = done; });
  server.play("GET /other", [](const Invocation&, const LambdaRuntime::Done& done) {
    done(success(R"({"statusCode":200,"body":"other"})"));
  });
  const http::Response response = server.send("GET", "/raffle");
  CHECK(response.status == 504);
  CHECK(response.body == R"({"message": "Endpoint request timed out"})");
  late(success(R"({"statusCode":200,"body":"too late"})"));
  // The connection still says what it should.
  CHECK(server.send("GET", "/other").body == "other");
}

TEST_CASE("an event above Lambda's limit does not reach the function") {
  TestServer server(with_routes({"POST /raffle"}));
  bool reached = false;
  server.play("POST /raffle", [&](const Invocation&, const LambdaRuntime::Done& done) {
    reached = true;
    done(success(R"({"statusCode":200})"));
  });
  const auto response = server.send("POST", "/raffle", {{"Content-Type", "text/plain"}},
                                    std::string(limits::invocation_payload_bytes_max, 'x'));
  CHECK(response.status == 413);
  CHECK(response.body == R"({"message": "Request Too Long"})");
  CHECK_FALSE(reached);
}
