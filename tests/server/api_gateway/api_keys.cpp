// "Usage plans and API keys for REST APIs" in the API Gateway developer guide; the messages are those
// that AWS's users report. And what a method's validator asks of a request.
#include "server/api_gateway/api_keys.h"

#include <catch2/catch.hpp>

#include "tests/server/api_gateway/played_gateway.h"

using namespace tombola;
using test::Api;
using test::Document;
using test::PlayedGateway;

namespace {

constexpr const char* value = "12345678901234567890";

Api keyed() {
  Api api = test::rest_api();
  test::put_method(api, "/pets", "GET", test::proxy_integration("f"));
  (*find_method(api, test::resource_id(api, "/pets"), "GET"))["apiKeyRequired"] = true;
  return api;
}

void add_plan(PlayedGateway& gateway, const Api& api, const Document& limits) {
  gateway.accounts().change({}, [&](services::api_gateway::Account& account) {
    account.api_keys["k"] = {{"id", "k"}, {"enabled", true}, {"value", value}};
    account.usage_plans["p"] = {
        {"id", "p"}, {"keyIds", {"k"}}, {"apiStages", {{{"apiId", api.id}, {"stage", "prod"}}}}};
    account.usage_plans["p"].update(limits);
  });
}

}  // namespace

TEST_CASE("a method that wants a key, and one of a plan for its stage") {
  const Api api = keyed();
  PlayedGateway gateway(api);
  const http::Response refused = gateway.send("GET", "/prod/pets");
  CHECK(refused.status == 403);
  CHECK(refused.body == R"({"message":"Forbidden"})");
  CHECK(refused.header("x-amzn-ErrorType") == "ForbiddenException");
  add_plan(gateway, api, Document::object());
  CHECK(gateway.send("GET", "/prod/pets", {{"X-Api-Key", "other"}}).status == 403);
  CHECK(gateway.send("GET", "/prod/pets", {{"X-Api-Key", value}}).status == 200);
  CHECK(gateway.event()["requestContext"]["identity"]["apiKey"] == value);
  CHECK(gateway.event()["requestContext"]["identity"]["apiKeyId"] == "k");
  gateway.accounts().change({}, [](auto& account) { account.api_keys["k"]["enabled"] = false; });
  CHECK(gateway.send("GET", "/prod/pets", {{"X-Api-Key", value}}).status == 403);
}

TEST_CASE("a plan's throttle and quota, by the service clock") {
  const Api api = keyed();
  const std::vector<http::Header> headers = {{"x-api-key", value}};
  PlayedGateway throttled(api);
  add_plan(throttled, api, Document::parse(R"({"throttle":{"rateLimit":0.5,"burstLimit":2}})"));
  CHECK(throttled.send("GET", "/prod/pets", headers).status == 200);
  CHECK(throttled.send("GET", "/prod/pets", headers).status == 200);
  const http::Response response = throttled.send("GET", "/prod/pets", headers);
  CHECK(response.status == 429);
  CHECK(response.body == R"({"message":"Too Many Requests"})");
  throttled.clock().advance(2000);
  CHECK(throttled.send("GET", "/prod/pets", headers).status == 200);

  PlayedGateway counted(api);
  add_plan(counted, api, Document::parse(R"({"quota":{"limit":1,"period":"DAY"}})"));
  CHECK(counted.send("GET", "/prod/pets", headers).status == 200);
  const http::Response exceeded = counted.send("GET", "/prod/pets", headers);
  CHECK(exceeded.status == 429);
  CHECK(exceeded.body == R"({"message":"Limit Exceeded"})");
  counted.clock().advance(24 * 3'600'000);
  CHECK(counted.send("GET", "/prod/pets", headers).status == 200);
}

// "Request validation for REST APIs" in the API Gateway developer guide.
TEST_CASE("a request that its method's validator does not let through") {
  Api api = test::rest_api();
  test::put_method(api, "/pets", "POST", test::proxy_integration("f"));
  Document& method = *find_method(api, test::resource_id(api, "/pets"), "POST");
  method["requestValidatorId"] = "v";
  method["requestParameters"] = {{"method.request.querystring.kind", true},
                                 {"method.request.header.X-Key", true},
                                 {"method.request.header.X-Other", false}};
  method["requestModels"] = {{"application/json", "Pet"}};
  api.request_validators["v"] = {{"validateRequestBody", true},
                                 {"validateRequestParameters", true}};
  api.models["Pet"] = {{"schema", R"({"type":"object","required":["id"]})"}};
  PlayedGateway gateway(api);
  http::Response response = gateway.send("POST", "/prod/pets", {}, R"({"id":1})");
  CHECK(response.status == 400);
  CHECK(response.body == R"({"message": "Missing required request parameters: [X-Key, kind]"})");
  response = gateway.send("POST", "/prod/pets?kind=cat", {{"X-Key", "1"}}, "{}");
  CHECK(response.status == 400);
  CHECK(response.body == R"({"message": "Invalid request body"})");
  CHECK(response.header("x-amzn-ErrorType") == "BadRequestException");
  CHECK(gateway.send("POST", "/prod/pets?kind=cat", {{"X-Key", "1"}}, "{").status == 400);
  CHECK(gateway.send("POST", "/prod/pets?kind=cat", {{"X-Key", "1"}}, R"({"id":1})").status == 200);
  CHECK(gateway
            .send("POST", "/prod/pets?kind=cat", {{"X-Key", "1"}, {"Content-Type", "text/plain"}},
                  "x")
            .status == 200);
}
