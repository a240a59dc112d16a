// "Response payload format" of Lambda function URLs, and answers recorded on AWS.
#include "server/http_api_answer.h"

#include <catch2/catch.hpp>

#include "triggers/functions/held_runtime.h"

using namespace tombola;
using triggers::InvokeResult;
using triggers::InvokeStatus;

namespace {

http::Response answer_for(const std::string& payload) {
  InvokeResult result;
  result.payload = payload;
  return server::http_api_answer(result).response;
}

std::string problem_of(const std::string& payload) {
  InvokeResult result;
  result.payload = payload;
  const server::ProxyAnswer answer = server::http_api_answer(result);
  CHECK(answer.response.status == 502);
  CHECK(answer.response.body == "Internal Server Error");
  return answer.problem;
}

}  // namespace

TEST_CASE("an object with a statusCode is the answer") {
  const http::Response answer =
      answer_for(R"({"statusCode":201,"headers":{"Content-Type":"text/plain","X-Count":3},)"
                 R"("cookies":["a=1; HttpOnly","b=2"],"body":"hello"})");
  CHECK(answer.status == 201);
  CHECK(answer.body == "hello");
  CHECK(answer.header("Content-Type") == "text/plain");
  CHECK(answer.header("X-Count") == "3");
  std::vector<std::string> cookies;
  for (const http::Header& header : answer.headers) {
    if (header.name == "Set-Cookie") {
      cookies.push_back(header.value);
    }
  }
  CHECK(cookies == std::vector<std::string>{"a=1; HttpOnly", "b=2"});
}

TEST_CASE("a body that is no text is its JSON, one in base64 is decoded") {
  CHECK(answer_for(R"({"statusCode":200,"body":{"b":1,"a":[2]}})").body == R"({"b":1,"a":[2]})");
  CHECK(answer_for(R"({"statusCode":200,"body":"AP8Q","isBase64Encoded":true})").body ==
        std::string("\x00\xff\x10", 3));
  CHECK(answer_for(R"({"statusCode":204})").body.empty());
}

TEST_CASE("what has no statusCode is answered with 200: a text as it is, the rest as JSON") {
  const http::Response text = answer_for(R"("hello")");
  CHECK(text.status == 200);
  CHECK(text.body == "hello");
  CHECK(text.header("Content-Type") == "application/json");
  for (const char* json : {R"({"message":"hi"})", "42", "true", "[1,2]", "null"}) {
    CHECK(answer_for(json).status == 200);
    CHECK(answer_for(json).body == json);
  }
}

TEST_CASE("what cannot be answered is a 502, and said") {
  CHECK(problem_of(R"({"statusCode":"x"})") ==
        "malformed response: it needs a member statusCode, a number from 200 to 599");
  CHECK_THAT(problem_of(R"({"statusCode":200,"headers":[]})"),
             Catch::Matchers::Contains("headers"));
  CHECK_THAT(problem_of(R"({"statusCode":200,"body":"!","isBase64Encoded":true})"),
             Catch::Matchers::Contains("base64"));
  CHECK_THAT(problem_of(R"({"statusCode":200,"headers":{"a b":"c"}})"),
             Catch::Matchers::Contains("a b"));
}

TEST_CASE("a function that fails is a 502, one that may not run a 429") {
  InvokeResult result;
  result.status = InvokeStatus::FunctionError;
  CHECK(server::http_api_answer(result).response.status == 502);
  result.status = InvokeStatus::Unreachable;
  result.reason = "no node";
  CHECK(server::http_api_answer(result).response.status == 502);
  result.reason = triggers::concurrency_exceeded;
  const http::Response throttled = server::http_api_answer(result).response;
  CHECK(throttled.status == 429);
  CHECK_THAT(throttled.body, Catch::Matchers::Contains("Rate Exceeded."));
}
