// "Mock integrations for REST APIs" in the API Gateway developer guide; the first is what CDK's
// addCorsPreflight puts in a template.
#include "server/api_gateway/mock_integration.h"

#include <catch2/catch.hpp>

#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using test::Document;

namespace {

http::Request options(const std::string& content_type = "") {
  http::Request request;
  request.method = "OPTIONS";
  request.target = "/";
  if (!content_type.empty()) {
    request.headers.push_back({"Content-Type", content_type});
  }
  return request;
}

Document cors_mock() {
  return Document::parse(R"({
    "type": "MOCK",
    "requestTemplates": {"application/json": "{ statusCode: 204 }"},
    "integrationResponses": {"204": {"statusCode": "204", "responseParameters": {
      "method.response.header.Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date'",
      "method.response.header.Access-Control-Allow-Origin": "'*'",
      "method.response.header.X-Mapped": "integration.response.header.X"}}}})");
}

}  // namespace

TEST_CASE("a preflight request gets the headers in quotes") {
  const server::ProxyAnswer answer = server::mock_answer(cors_mock(), options());
  CHECK(answer.problem.empty());
  CHECK(answer.response.status == 204);
  CHECK(answer.response.body.empty());
  CHECK(answer.response.header("Access-Control-Allow-Origin") == "*");
  CHECK(answer.response.header("Access-Control-Allow-Headers") == "Content-Type,X-Amz-Date");
  CHECK_FALSE(http::has_header(answer.response.headers, "X-Mapped"));
}

TEST_CASE("the template's status chooses the response") {
  Document mock = Document::parse(R"({
    "requestTemplates": {"application/json": "{\"statusCode\": 404}"},
    "integrationResponses": {
      "200": {"statusCode": "200"},
      "410": {"statusCode": "410", "selectionPattern": "4\\d{2}",
              "responseTemplates": {"application/json": "{\"gone\":true}"}}}})");
  server::ProxyAnswer answer = server::mock_answer(mock, options());
  CHECK(answer.response.status == 410);
  CHECK(answer.response.body == R"({"gone":true})");
  CHECK(answer.response.header("Content-Type") == "application/json");

  mock["requestTemplates"]["application/json"] = R"({"statusCode": 302})";
  CHECK(server::mock_answer(mock, options()).response.status == 200);
}

TEST_CASE("a media type without a template passes through, or not") {
  Document mock = cors_mock();
  http::Request request = options("text/plain; charset=utf-8");
  request.body = R"({"statusCode": 204})";
  CHECK(server::mock_answer(mock, request).response.status == 204);
  mock["passthroughBehavior"] = "NEVER";
  CHECK(server::mock_answer(mock, request).response.status == 415);
  mock["passthroughBehavior"] = "WHEN_NO_TEMPLATES";
  CHECK(server::mock_answer(mock, request).response.status == 415);
  CHECK(server::mock_answer(mock, options("application/json")).response.status == 204);
}

TEST_CASE("what cannot be answered is a 500, and the developer is told why") {
  Document mock = cors_mock();
  mock["requestTemplates"]["application/json"] = "{}";
  server::ProxyAnswer answer = server::mock_answer(mock, options());
  CHECK(answer.response.status == 500);
  CHECK(answer.problem == "the MOCK integration has no response for the status ");

  mock["requestTemplates"]["application/json"] = "#set($a = 1){ statusCode: 204 }";
  answer = server::mock_answer(mock, options());
  CHECK(answer.response.status == 500);
  CHECK(answer.problem == "Tombola does not support VTL in request templates yet");
}
