// What the caller of a URL, or of an API, gets of a response that is streamed. "Invoking a response
// streaming enabled function using Lambda function URLs", "Set up a Lambda proxy integration with payload
// response streaming in API Gateway", and answers that users of AWS report.
#include "server/streamed_proxy_answer.h"

#include <catch2/catch.hpp>

#include "server/proxy_response.h"

using namespace tombola;
using triggers::InvokeResult;
using triggers::InvokeStatus;

namespace {

constexpr const char* metadata_type = "application/vnd.awslambda.http-integration-response";
const std::string zeros(8, '\0');

struct Caller : http::Responder::Sink {
  void send(http::Response given) override { response = std::move(given); }
  std::optional<http::Response> response;
};

struct Played {
  explicit Played(bool is_api = false) : wants_metadata(is_api) {}

  std::shared_ptr<Caller> caller = std::make_shared<Caller>();
  std::vector<std::string> reports;
  const bool wants_metadata;
  server::StreamedProxyAnswer answer{
      {.wants_metadata = wants_metadata,
       .failure =
           [](const InvokeResult&) {
             return http::Response{502, {}, "failed"};
           },
       .added = {{"x-amzn-RequestId", "id"}},
       .report = [this](std::string text) { reports.push_back(std::move(text)); },
       .respond = http::Responder(caller)}};

  // What the caller has of the body, and how that goes on.
  http::BodyStream::Taken body() const { return caller->response->stream->take(); }
  bool is_bad_gateway() const {
    return caller->response && caller->response->status == 502 && !caller->response->stream &&
           caller->response->body == "failed" && reports.size() == 1;
  }
};

InvokeResult result_of(InvokeStatus status, std::string payload, bool streamed) {
  InvokeResult result;
  result.status = status;
  result.payload = std::move(payload);
  result.function_error = status == InvokeStatus::Success ? "" : "E";
  result.streamed = streamed;
  return result;
}

}  // namespace

TEST_CASE("metadata are the head of the answer, as soon as they are there") {
  Played played;
  played.answer.begin(metadata_type);
  played.answer.receive(R"({"statusCode":201,"headers":{"Content-Type":"text/html","X-A":1},)");
  played.answer.receive(R"("cookies":["a=1","b=2"]})" + zeros.substr(3));
  CHECK_FALSE(played.caller->response);
  played.answer.receive(zeros.substr(5) + "<p>");
  REQUIRE(played.caller->response);
  const http::Response& response = *played.caller->response;
  CHECK(response.status == 201);
  CHECK(response.header("Content-Type") == "text/html");
  CHECK(response.header("X-A") == "1");
  CHECK(response.header("x-amzn-RequestId") == "id");
  CHECK(std::count_if(response.headers.begin(), response.headers.end(),
                      [](const auto& header) { return header.name == "Set-Cookie"; }) == 2);
  CHECK(played.body().bytes == "<p>");
  played.answer.receive("more");
  played.answer.end();
  const auto rest = played.body();
  CHECK(rest.bytes == "more");
  CHECK(rest.state == http::BodyStream::State::Ended);
  played.answer.finish(result_of(InvokeStatus::Success, "", true));
  CHECK(played.reports.empty());
}

TEST_CASE("metadata may say next to nothing, but that properly") {
  const http::Response head = server::head_of_metadata("{}");
  CHECK(head.status == 200);
  CHECK(head.header("Content-Type") == "application/octet-stream");
  CHECK(server::head_of_metadata(R"({"multiValueHeaders":{"X":["1","2"]}})").headers.size() == 3);
  for (const char* wrong : {"", "text", "[]", R"({"statusCode":99})", R"({"headers":[]})",
                            R"({"headers":{"a b":"c"}})", R"({"multiValueHeaders":{"X":"1"}})"}) {
    CHECK_THROWS_AS(server::head_of_metadata(wrong), server::MalformedProxyResponse);
  }
}

TEST_CASE("any other content is the body as it is") {
  Played played;
  played.answer.begin("text/plain");
  CHECK_FALSE(played.caller->response);
  played.answer.receive(R"({"statusCode":201})" + zeros);
  CHECK(played.caller->response->status == 200);
  CHECK(played.caller->response->header("Content-Type") == "text/plain");
  CHECK(played.body().bytes == R"({"statusCode":201})" + zeros);
}

TEST_CASE("no response at all is an empty one") {
  for (const char* type : {metadata_type, "application/octet-stream"}) {
    Played played;
    played.answer.begin(type);
    played.answer.end();
    CHECK(played.caller->response->status == 200);
    CHECK(played.caller->response->header("Content-Type") == "application/octet-stream");
    CHECK(played.body().state == http::BodyStream::State::Ended);
  }
}

TEST_CASE("metadata that are none, or have no end, are a 502") {
  Played played;
  played.answer.begin(metadata_type);
  SECTION("no zero bytes") {
    played.answer.receive("Not Found");
    played.answer.end();
  }
  SECTION("no JSON") {
    played.answer.receive("Not Found" + zeros);
  }
  SECTION("too long") {
    played.answer.receive(std::string(70'000, ' '));
  }
  CHECK(played.is_bad_gateway());
  played.answer.receive("more" + zeros);
  played.answer.finish(result_of(InvokeStatus::Success, "", true));
  CHECK(played.is_bad_gateway());
}

TEST_CASE("a failure before the first byte is a 502, one after it ends the connection") {
  Played played;
  SECTION("of a function that does not stream") {
    played.answer.finish(result_of(InvokeStatus::FunctionError, R"({"errorType":"E"})", false));
    CHECK(played.is_bad_gateway());
  }
  SECTION("before anything was written") {
    played.answer.begin("text/plain");
    played.answer.finish(result_of(InvokeStatus::FunctionError, "{}", true));
    CHECK(played.is_bad_gateway());
  }
  SECTION("amid the body") {
    played.answer.begin("text/plain");
    played.answer.receive("some");
    played.answer.finish(result_of(InvokeStatus::FunctionError, "{}", true));
    const auto body = played.body();
    CHECK(body.bytes == "some");
    CHECK(body.state == http::BodyStream::State::Failed);
    CHECK(played.reports == std::vector<std::string>{"the function failed while it streamed: E"});
  }
}

TEST_CASE("what a function returns that does not stream is the body, a statusCode part of it") {
  Played played;
  played.answer.finish(result_of(InvokeStatus::Success, R"({"statusCode":404})", false));
  CHECK(played.caller->response->status == 200);
  CHECK(played.caller->response->header("Content-Type") == "application/json");
  CHECK(played.body().bytes == R"({"statusCode":404})");
}

TEST_CASE("an API wants metadata, whatever the function says of its content") {
  Played played(true);
  SECTION("and has them") {
    played.answer.begin("text/plain");
    played.answer.receive(R"({"statusCode":204})" + zeros);
    CHECK(played.caller->response->status == 204);
  }
  SECTION("of a function that does not stream, too") {
    played.answer.finish(result_of(InvokeStatus::Success, R"({"statusCode":200})", false));
    CHECK(played.is_bad_gateway());
  }
  SECTION("and has nothing") {
    played.answer.begin("text/plain");
    played.answer.end();
    CHECK(played.is_bad_gateway());
  }
}

TEST_CASE("who takes too long is given up, before the first byte and after it") {
  Played played;
  played.answer.begin("text/plain");
  SECTION("before") {
    played.answer.give_up({504, {}, "late"}, "late");
    CHECK(played.caller->response->status == 504);
  }
  SECTION("after") {
    played.answer.receive("some");
    played.answer.give_up({504, {}, "late"}, "late");
    CHECK(played.caller->response->status == 200);
    CHECK(played.body().state == http::BodyStream::State::Failed);
  }
  played.answer.receive("more");
  played.answer.end();
  played.answer.finish(result_of(InvokeStatus::FunctionError, "{}", true));
  CHECK(played.reports.size() == 1);
}
