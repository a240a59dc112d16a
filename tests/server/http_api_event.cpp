// Expected forms: "Request payload format" of Lambda function URLs, and events recorded on AWS.
#include "server/http_api_event.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tombola;
using nlohmann::ordered_json;

namespace {

http::Request request(const std::string& method, const std::string& target,
                      std::vector<http::Header> headers = {}, std::string body = {}) {
  http::Request request;
  request.method = method;
  request.target = target;
  request.remote_address = "127.0.0.1";
  request.headers = std::move(headers);
  request.body = std::move(body);
  return request;
}

server::GatewayCall url_call(const http::Request& request) {
  server::GatewayCall call = server::new_gateway_call(request, 8000);
  call.account = "anonymous";
  call.api_id = "0123456789abcdef0123456789abcdef";
  call.domain = call.api_id + ".lambda-url.us-east-1.localhost";
  call.stage = "$default";
  call.route_key = "$default";
  call.request_id = "41b45ea3-70b5-11e6-b7bd-69b5aaebc7d9";
  call.trace_id = "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e";
  call.now_ms = 1'583'348'638'390;
  return call;
}

ordered_json event_for(const http::Request& request) {
  return ordered_json::parse(server::http_api_event(request, url_call(request)));
}

}  // namespace

TEST_CASE("the event of a function URL has AWS's members in AWS's order") {
  const ordered_json event = event_for(
      request("GET", "/a%20b/?x=1&y=%C3%A4&x=2",
              {{"Host", "h:8000"}, {"User-Agent", "curl/8.0"}, {"X-Two", "a"}, {"x-two", "b"}}));
  const ordered_json expected = ordered_json::parse(R"({
    "version": "2.0", "routeKey": "$default", "rawPath": "/a%20b/",
    "rawQueryString": "x=1&y=%C3%A4&x=2",
    "headers": {"host": "h:8000", "user-agent": "curl/8.0", "x-two": "a,b",
      "x-amzn-trace-id": "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e",
      "x-forwarded-for": "127.0.0.1", "x-forwarded-port": "8000", "x-forwarded-proto": "http"},
    "queryStringParameters": {"x": "1,2", "y": "ä"},
    "requestContext": {"accountId": "anonymous", "apiId": "0123456789abcdef0123456789abcdef",
      "domainName": "0123456789abcdef0123456789abcdef.lambda-url.us-east-1.localhost",
      "domainPrefix": "0123456789abcdef0123456789abcdef",
      "http": {"method": "GET", "path": "/a%20b/", "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1", "userAgent": "curl/8.0"},
      "requestId": "41b45ea3-70b5-11e6-b7bd-69b5aaebc7d9", "routeKey": "$default",
      "stage": "$default", "time": "04/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390},
    "isBase64Encoded": false})");
  CHECK(event.dump(1) == expected.dump(1));
}

TEST_CASE("cookies are a list of their own") {
  const ordered_json event =
      event_for(request("GET", "/", {{"Cookie", "a=1; b=2"}, {"Cookie", "c=3"}}));
  CHECK(event["cookies"] == ordered_json::parse(R"(["a=1","b=2","c=3"])"));
  CHECK_FALSE(event["headers"].contains("cookie"));
  CHECK_FALSE(event.contains("queryStringParameters"));
  CHECK_FALSE(event.contains("body"));
}

TEST_CASE("text arrives as it is, everything else in base64") {
  const ordered_json text =
      event_for(request("POST", "/", {{"Content-Type", "application/json"}}, R"({"a":1})"));
  CHECK(text["body"] == R"({"a":1})");
  CHECK(text["isBase64Encoded"] == false);
  const ordered_json bytes = event_for(
      request("POST", "/", {{"Content-Type", "image/png"}}, std::string("\x00\xff\x10", 3)));
  CHECK(bytes["body"] == "AP8Q");
  CHECK(bytes["isBase64Encoded"] == true);
}

TEST_CASE("a caller who signed is named") {
  server::GatewayCall caller = url_call(request("GET", "/"));
  caller.account = "123456789012";
  caller.authorizer_json = R"({"iam":{"accountId":"123456789012"}})";
  const ordered_json event =
      ordered_json::parse(server::http_api_event(request("GET", "/"), caller));
  CHECK(event["requestContext"]["accountId"] == "123456789012");
  CHECK(event["requestContext"]["authorizer"]["iam"]["accountId"] == "123456789012");
}

TEST_CASE("bytes that are no UTF-8 leave the event JSON") {
  const ordered_json event = event_for(request("GET", "/?a=%ff", {{"X-Bytes", "\xff"}}));
  CHECK(event["headers"]["x-bytes"] == "\xef\xbf\xbd");
}
