// "Use API Gateway Lambda authorizers", "Control access to HTTP APIs with AWS Lambda authorizers" and
// "Control access to a REST API with IAM permissions" in the API Gateway developer guide; the messages
// are those that AWS's users report.
#include "server/api_gateway/authorizers.h"

#include <catch2/catch.hpp>

#include "server/signature.h"
#include "tests/server/api_gateway/played_gateway.h"

using namespace tombola;
using nlohmann::json;
using test::Api;
using test::Document;
using test::failure;
using test::PlayedGateway;
using test::success;

namespace {

std::string answer(const std::string& effect, const std::string& resource = "*") {
  return json{
      {"principalId", "me"},
      {"policyDocument",
       {{"Version", "2012-10-17"},
        {"Statement",
         {{{"Action", "execute-api:Invoke"}, {"Effect", effect}, {"Resource", resource}}}}}},
      {"context", {{"text", "t"}, {"number", 1}, {"flag", true}}}}
      .dump();
}

Api guarded(Document authorizer) {
  Api api = test::rest_api();
  test::put_method(api, "/pets/{id}", "GET", test::proxy_integration("f"));
  Document& method = *find_method(api, test::resource_id(api, "/pets/{id}"), "GET");
  method["authorizationType"] = "CUSTOM";
  method["authorizerId"] = "a";
  authorizer["id"] = "a";
  authorizer["authorizerUri"] = test::function_uri("who");
  api.authorizers["a"] = std::move(authorizer);
  return api;
}

Document token_authorizer() {
  return {{"type", "TOKEN"}, {"identitySource", "method.request.header.Authorization"}};
}

}  // namespace

TEST_CASE("a token authorizer is asked once, and its context reaches the function") {
  const Api api = guarded(token_authorizer());
  PlayedGateway gateway(api);
  json asked;
  gateway.play("who", [&](const triggers::Invocation& invocation,
                          const triggers::LambdaRuntime::Done& done) {
    asked = json::parse(invocation.event_json);
    done(success(answer("Allow")));
  });
  for (int i = 0; i < 2; ++i) {
    CHECK(gateway.send("GET", "/prod/pets/1", {{"Authorization", "secret"}}).status == 200);
  }
  CHECK(gateway.invocations() == 3);  // the answer was kept
  CHECK(asked == json{{"type", "TOKEN"},
                      {"methodArn",
                       "arn:aws:execute-api:us-east-1:000000000000:" + api.id + "/prod/GET/pets/1"},
                      {"authorizationToken", "secret"}});
  CHECK(gateway.event()["requestContext"]["authorizer"] ==
        json{{"text", "t"}, {"number", "1"}, {"flag", "true"}, {"principalId", "me"}});
  gateway.clock().advance(300'000);
  gateway.send("GET", "/prod/pets/1", {{"Authorization", "secret"}});
  CHECK(gateway.invocations() == 5);
}

TEST_CASE("who has no token, or not one of the right form, is not asked about") {
  Document authorizer = token_authorizer();
  authorizer["identityValidationExpression"] = "Bearer .+";
  PlayedGateway gateway(guarded(authorizer));
  for (const auto& headers : {std::vector<http::Header>{}, {{"Authorization", "Basic x"}}}) {
    const http::Response response = gateway.send("GET", "/prod/pets/1", headers);
    CHECK(response.status == 401);
    CHECK(response.body == R"({"message":"Unauthorized"})");
    CHECK(response.header("x-amzn-ErrorType") == "UnauthorizedException");
  }
  CHECK(gateway.invocations() == 0);
}

TEST_CASE("what an authorizer may answer") {
  struct Case {
    triggers::InvokeResult result;
    int status;
    std::string body;
  };
  const std::vector<Case> cases = {
      {success(answer("Deny")), 403,
       R"({"Message":"User is not authorized to access this resource with an explicit deny"})"},
      {success(answer("Allow", "*/POST/*")), 403,
       R"({"Message":"User is not authorized to access this resource"})"},
      {failure(R"({"errorMessage":"Unauthorized"})"), 401, R"({"message":"Unauthorized"})"},
      {failure(), 500, R"({"message":null})"},
      {success("{}"), 500, R"({"message":null})"},
      {success(R"({"principalId":"me","policyDocument":{}})"), 500, R"({"message":null})"}};
  for (const Case& one : cases) {
    INFO(one.result.payload);
    PlayedGateway gateway(guarded(token_authorizer()));
    gateway.play("who", one.result);
    const http::Response response =
        gateway.send("GET", "/prod/pets/1", {{"Authorization", "secret"}});
    CHECK(response.status == one.status);
    CHECK(response.body == one.body);
  }
}

TEST_CASE("an authorizer of requests sees the request") {
  PlayedGateway gateway(
      guarded({{"type", "REQUEST"},
               {"identitySource", "method.request.header.X-Key, method.request.querystring.q"},
               {"authorizerResultTtlInSeconds", 0}}));
  json asked;
  gateway.play("who", [&](const triggers::Invocation& invocation,
                          const triggers::LambdaRuntime::Done& done) {
    asked = json::parse(invocation.event_json);
    done(success(answer("Allow", "arn:aws:execute-api:*/prod/GET/pets/*")));
  });
  CHECK(gateway.send("GET", "/prod/pets/1", {{"X-Key", "k"}}).status == 401);
  CHECK(gateway.send("GET", "/prod/pets/1?q=2", {{"X-Key", "k"}}).status == 200);
  CHECK(asked["type"] == "REQUEST");
  CHECK(asked["pathParameters"] == json{{"id", "1"}});
  CHECK(asked["queryStringParameters"] == json{{"q", "2"}});
  CHECK(asked["headers"]["X-Key"] == "k");
  CHECK_FALSE(asked.contains("body"));
  gateway.send("GET", "/prod/pets/1?q=2", {{"X-Key", "k"}});
  CHECK(gateway.invocations() == 4);  // nothing was kept
}

TEST_CASE("an HTTP API's Lambda authorizer with a simple answer") {
  Api api = test::http_api({"GET /pets/{id}"});
  Document& route = api.routes["GET /pets/{id}"];
  route["authorizationType"] = "CUSTOM";
  route["authorizerId"] = "a";
  api.authorizers["a"] = {{"authorizerType", "REQUEST"},
                          {"authorizerUri", test::function_uri("who")},
                          {"authorizerPayloadFormatVersion", "2.0"},
                          {"enableSimpleResponses", true},
                          {"identitySource", {"$request.header.Authorization"}}};
  PlayedGateway gateway(api);
  json asked;
  bool allowed = true;
  gateway.play("who", [&](const triggers::Invocation& invocation,
                          const triggers::LambdaRuntime::Done& done) {
    asked = json::parse(invocation.event_json);
    done(success(json{{"isAuthorized", allowed}, {"context", {{"n", 1}}}}.dump()));
  });
  CHECK(gateway.send("GET", "/pets/1").body == R"({"message":"Unauthorized"})");
  CHECK(gateway.send("GET", "/pets/1", {{"Authorization", "x"}}).status == 200);
  CHECK(gateway.event()["requestContext"]["authorizer"] == json{{"lambda", {{"n", 1}}}});
  CHECK(asked["version"] == "2.0");
  CHECK(asked["identitySource"] == json{"x"});
  CHECK(asked["routeArn"] ==
        "arn:aws:execute-api:us-east-1:000000000000:" + api.id + "/$default/GET/pets/{id}");
  allowed = false;
  const http::Response denied = gateway.send("GET", "/pets/1", {{"Authorization", "x"}});
  CHECK(denied.status == 403);
  CHECK(denied.body == R"({"message":"Forbidden"})");
}

TEST_CASE("a route for signed requests") {
  Api api = test::rest_api();
  test::put_method(api, "/mine", "GET", test::proxy_integration("f"));
  (*find_method(api, test::resource_id(api, "/mine"), "GET"))["authorizationType"] = "AWS_IAM";
  PlayedGateway gateway(api);
  CHECK(gateway.send("GET", "/prod/mine").body == R"({"message":"Missing Authentication Token"})");
  const http::Response signed_response =
      gateway.send("GET", "/prod/mine",
                   {{"X-Amz-Date", "20260102T030405Z"},
                    {"Authorization",
                     "AWS4-HMAC-SHA256 Credential=KEY/20260102/us-east-1/execute-api/aws4_request, "
                     "SignedHeaders=host;x-amz-date, Signature=00"}});
  CHECK(signed_response.status == 200);
  CHECK(gateway.event()["requestContext"]["identity"]["accessKey"] == "KEY");
}

TEST_CASE("a Cognito user pool's token: its claims are checked") {
  Api api = guarded(
      {{"type", "COGNITO_USER_POOLS"},
       {"identitySource", "method.request.header.Authorization"},
       {"providerARNs", {"arn:aws:cognito-idp:eu-west-2:000000000000:userpool/eu-west-2_abc"}}});
  (*find_method(api, test::resource_id(api, "/pets/{id}"), "GET"))["authorizationType"] =
      "COGNITO_USER_POOLS";
  PlayedGateway gateway(api);
  // {"iss":"https://cognito-idp.eu-west-2.amazonaws.com/eu-west-2_abc","exp":...,"token_use":"id","sub":"me"}
  const std::string head = "e30.";
  const std::string valid =
      "eyJpc3MiOiJodHRwczovL2NvZ25pdG8taWRwLmV1LXdlc3QtMi5hbWF6b25hd3MuY29tL2V1LXdlc3QtMl9hYmMiLCJl"
      "eHAi"
      "OjQxMDI0NDQ4MDAsInRva2VuX3VzZSI6ImlkIiwic3ViIjoibWUifQ.AA";
  CHECK(gateway.send("GET", "/prod/pets/1", {{"Authorization", head + valid}}).status == 200);
  CHECK(gateway.event()["requestContext"]["authorizer"]["claims"]["sub"] == "me");
  CHECK(gateway.send("GET", "/prod/pets/1", {{"Authorization", "e30.e30.AA"}}).body ==
        R"({"message":"Unauthorized"})");
  api.authorizers["a"]["providerARNs"] = {"what stands for a pool"};
  PlayedGateway without_pool(api);
  CHECK(without_pool.send("GET", "/prod/pets/1", {{"Authorization", head + valid}}).status == 401);
}
