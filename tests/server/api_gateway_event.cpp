// Expected forms: "Input format of a Lambda function for proxy integration" in the API Gateway
// developer guide.
#include "server/api_gateway_event.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/api_gateway_proxy.h"

using namespace tombola;
using nlohmann::ordered_json;

namespace {

ordered_json event_for(const http::Request& request, const std::string& route_text) {
  server::HttpRoutes routes;
  routes.add(server::HttpRoute::parse(route_text));
  const auto match = routes.find(request.method, request.path());
  REQUIRE(match);
  server::GatewayCall call = server::route_call(request, *match, "000000000000", 8000);
  call.request_id = "41b45ea3-70b5-11e6-b7bd-69b5aaebc7d9";
  call.extended_id = "JKJaXmPLvHcESHA=";
  call.trace_id = "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e";
  call.now_ms = 1'428'582'896'000;
  return ordered_json::parse(server::api_gateway_event(request, call));
}

http::Request get(const std::string& target) {
  http::Request request;
  request.method = "GET";
  request.target = target;
  request.remote_address = "127.0.0.1";
  request.headers = {{"Host", "localhost:8000"}, {"User-Agent", "curl/8.0"}, {"Accept", "*/*"}};
  return request;
}

}  // namespace

TEST_CASE("the event of a GET has AWS's members in AWS's order") {
  const ordered_json event = event_for(get("/raffle?name=John"), "GET /raffle");
  ordered_json expected = ordered_json::parse(R"({
    "resource": "/raffle",
    "path": "/raffle",
    "httpMethod": "GET",
    "headers": {
      "Host": "localhost:8000",
      "User-Agent": "curl/8.0",
      "Accept": "*/*",
      "X-Amzn-Trace-Id": "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
      "X-Forwarded-For": "127.0.0.1",
      "X-Forwarded-Port": "8000",
      "X-Forwarded-Proto": "http"
    },
    "multiValueHeaders": {
      "Host": ["localhost:8000"],
      "User-Agent": ["curl/8.0"],
      "Accept": ["*/*"],
      "X-Amzn-Trace-Id": ["Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e"],
      "X-Forwarded-For": ["127.0.0.1"],
      "X-Forwarded-Port": ["8000"],
      "X-Forwarded-Proto": ["http"]
    },
    "queryStringParameters": {"name": "John"},
    "multiValueQueryStringParameters": {"name": ["John"]},
    "pathParameters": null,
    "stageVariables": null,
    "requestContext": {
      "resourceId": "",
      "resourcePath": "/raffle",
      "httpMethod": "GET",
      "extendedRequestId": "JKJaXmPLvHcESHA=",
      "requestTime": "09/Apr/2015:12:34:56 +0000",
      "path": "/prod/raffle",
      "accountId": "000000000000",
      "protocol": "HTTP/1.1",
      "stage": "prod",
      "domainPrefix": "localhost",
      "requestTimeEpoch": 1428582896000,
      "requestId": "41b45ea3-70b5-11e6-b7bd-69b5aaebc7d9",
      "identity": {
        "cognitoIdentityPoolId": null,
        "accountId": null,
        "cognitoIdentityId": null,
        "caller": null,
        "sourceIp": "127.0.0.1",
        "principalOrgId": null,
        "accessKey": null,
        "cognitoAuthenticationType": null,
        "cognitoAuthenticationProvider": null,
        "userArn": null,
        "userAgent": "curl/8.0",
        "user": null
      },
      "domainName": "localhost",
      "apiId": "tombola"
    },
    "body": null,
    "isBase64Encoded": false
  })");
  const std::string resource_id = event["requestContext"]["resourceId"];
  CHECK(resource_id.size() == 6);
  CHECK(resource_id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz") == std::string::npos);
  expected["requestContext"]["resourceId"] = resource_id;
  CHECK(event.dump(1) == expected.dump(1));
}

TEST_CASE("repeated headers and parameters are all there, and the last one counts") {
  http::Request request = get("/raffle?tag=a&tag=b&empty&space=x+y%20z");
  request.headers.push_back({"X-Tag", "one"});
  request.headers.push_back({"X-Tag", "two"});
  const ordered_json event = event_for(request, "ANY /raffle");
  CHECK(event["headers"]["X-Tag"] == "two");
  CHECK(event["multiValueHeaders"]["X-Tag"] == ordered_json({"one", "two"}));
  CHECK(event["queryStringParameters"].dump() == R"({"tag":"b","empty":"","space":"x y z"})");
  CHECK(event["multiValueQueryStringParameters"]["tag"] == ordered_json({"a", "b"}));
}

TEST_CASE("what is not there is null") {
  http::Request request = get("/raffle");
  request.headers.clear();
  const ordered_json event = event_for(request, "GET /raffle");
  for (const char* name : {"queryStringParameters", "multiValueQueryStringParameters",
                           "pathParameters", "stageVariables", "body"}) {
    CAPTURE(name);
    CHECK(event[name].is_null());
  }
  CHECK(event["requestContext"]["identity"]["userAgent"].is_null());
}

TEST_CASE("path parameters are decoded, the path stays as it was sent") {
  const ordered_json event =
      event_for(get("/raffle/J%C3%B6rg/tickets/1"), "GET /raffle/{name}/{rest+}");
  CHECK(event["resource"] == "/raffle/{name}/{rest+}");
  CHECK(event["path"] == "/raffle/J%C3%B6rg/tickets/1");
  CHECK(event["pathParameters"].dump() == "{\"name\":\"J\xc3\xb6rg\",\"rest\":\"tickets/1\"}");
  CHECK(event["requestContext"]["path"] == "/prod/raffle/J%C3%B6rg/tickets/1");
}

TEST_CASE("a text body arrives as it is, a binary one as base64") {
  http::Request request = get("/raffle");
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = R"({"name":"John"})";
  ordered_json event = event_for(request, "POST /raffle");
  CHECK(event["body"] == R"({"name":"John"})");
  CHECK(event["isBase64Encoded"] == false);

  request.headers.back().value = "application/octet-stream";
  event = event_for(request, "POST /raffle");
  CHECK(event["body"] == "eyJuYW1lIjoiSm9obiJ9");
  CHECK(event["isBase64Encoded"] == true);
}

TEST_CASE("bytes that are not UTF-8 still make a valid event") {
  http::Request request = get("/raffle?name=%FF");
  request.headers.push_back({"X-Odd", "\xff\xfe"});
  const ordered_json event = event_for(request, "GET /raffle");
  CHECK(event["queryStringParameters"]["name"] == "\xef\xbf\xbd");
  CHECK(event["headers"]["X-Odd"] == "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST_CASE("the domain of an IPv6 host keeps its brackets") {
  http::Request request = get("/raffle");
  request.headers[0].value = "[::1]:8000";
  CHECK(event_for(request, "GET /raffle")["requestContext"]["domainName"] == "[::1]");
}
