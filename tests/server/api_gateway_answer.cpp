#include "server/api_gateway_answer.h"

#include <catch2/catch.hpp>

using namespace tombola;
using triggers::InvokeResult;
using triggers::InvokeStatus;

namespace {

server::ProxyAnswer answer_for(const std::string& payload) {
  InvokeResult result;
  result.payload = payload;
  return server::api_gateway_answer(result);
}

}  // namespace

TEST_CASE("a function's answer becomes the response") {
  const auto answer = answer_for(
      R"({"statusCode":201,"headers":{"Content-Type":"text/plain","X-Count":3,"X-Flag":true},)"
      R"("body":"h\u00e9llo\n"})");
  CHECK(answer.problem.empty());
  CHECK(answer.response.status == 201);
  CHECK(answer.response.body == "h\xc3\xa9llo\n");
  CHECK(answer.response.header("Content-Type") == "text/plain");
  CHECK(answer.response.header("X-Count") == "3");
  CHECK(answer.response.header("X-Flag") == "true");
}

TEST_CASE("a statusCode is enough") {
  const auto answer = answer_for(R"({"statusCode":204})");
  CHECK(answer.response.status == 204);
  CHECK(answer.response.body.empty());
  CHECK(answer.response.header("Content-Type") == "application/json");
  CHECK(answer_for(R"({"statusCode":"404","headers":null,"body":null})").response.status == 404);
}

TEST_CASE("multiValueHeaders win over headers of the same name") {
  const auto answer = answer_for(R"({"statusCode":200,"headers":{"Set-Cookie":"c=3","X-One":"1"},)"
                                 R"("multiValueHeaders":{"set-cookie":["a=1","b=2"]}})");
  std::vector<std::string> cookies;
  for (const http::Header& header : answer.response.headers) {
    if (http::equals_ignoring_case(header.name, "Set-Cookie")) {
      cookies.push_back(header.value);
    }
  }
  CHECK(cookies == std::vector<std::string>{"a=1", "b=2"});
  CHECK(answer.response.header("X-One") == "1");
}

TEST_CASE("a base64 body is decoded") {
  const auto answer = answer_for(R"({"statusCode":200,"isBase64Encoded":true,"body":"AP8Q"})");
  CHECK(answer.response.body == std::string("\x00\xff\x10", 3));
}

TEST_CASE("headers that belong to the connection are kept under another name") {
  const auto answer = answer_for(
      R"({"statusCode":200,"headers":{"content-length":"5","Connection":"close","Date":"x"}})");
  CHECK(answer.response.header("x-amzn-Remapped-content-length") == "5");
  CHECK(answer.response.header("x-amzn-Remapped-Connection") == "close");
  CHECK_FALSE(http::has_header(answer.response.headers, "Content-Length"));
  CHECK_FALSE(http::has_header(answer.response.headers, "Connection"));
}

TEST_CASE("a malformed answer is a 502 that tells the developer why") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"null", "not an object"},
      {R"("hello")", "not an object"},
      {"[]", "not an object"},
      {"", "empty"},
      {"{", "malformed"},
      {R"({"body":"x"})", "statusCode"},
      {R"({"statusCode":null})", "statusCode"},
      {R"({"statusCode":"ok"})", "statusCode"},
      {R"({"statusCode":200.5})", "statusCode"},
      {R"({"statusCode":100})", "statusCode"},
      {R"({"statusCode":600})", "statusCode"},
      {R"({"statusCode":200,"body":{"a":1}})", "JSON.stringify"},
      {R"({"statusCode":200,"body":5})", "JSON.stringify"},
      {R"({"statusCode":200,"headers":[]})", "headers is not an object"},
      {R"({"statusCode":200,"headers":{"X":{}}})", "not a string"},
      {R"({"statusCode":200,"headers":{"X":"a\r\nSet-Cookie: b"}})", "cannot be sent"},
      {R"({"statusCode":200,"headers":{"X y":"a"}})", "cannot be sent"},
      {R"({"statusCode":200,"headers":{"":"a"}})", "cannot be sent"},
      {R"({"statusCode":200,"multiValueHeaders":{"X":"a"}})", "not a list"},
      {R"({"statusCode":200,"isBase64Encoded":true,"body":"not base64!"})", "not base64"},
  };
  for (const auto& [payload, reason] : cases) {
    CAPTURE(payload);
    const auto answer = answer_for(payload);
    CHECK(answer.response.status == 502);
    CHECK(answer.response.body == R"({"message": "Internal server error"})");
    CHECK(answer.response.header("Content-Type") == "application/json");
    CHECK_THAT(answer.problem, Catch::Matchers::Contains(reason, Catch::CaseSensitive::No));
  }
}

TEST_CASE("a function error is a 502") {
  InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  result.function_error = "Unhandled";
  result.payload = R"({"errorType":"Error","errorMessage":"boom"})";
  const auto failed = server::api_gateway_answer(result);
  CHECK(failed.response.status == 502);
  CHECK(failed.response.body == R"({"message": "Internal server error"})");
  CHECK_THAT(failed.problem, Catch::Matchers::Contains("boom"));

  result.status = InvokeStatus::Unreachable;
  result.reason = "node is gone";
  const auto unreachable = server::api_gateway_answer(result);
  CHECK(unreachable.response.status == 502);
  CHECK_THAT(unreachable.problem, Catch::Matchers::Contains("node is gone"));
}
