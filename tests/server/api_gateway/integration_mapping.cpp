// Sources: "Data transformations for REST APIs", "Mock integrations for REST APIs" and "Use a mapping
// template to override an API's request and response parameters and status codes" in the API Gateway
// developer guide; the first mock is what CDK's addCorsPreflight puts in a template.
#include "server/api_gateway/integration_mapping.h"

#include <catch2/catch.hpp>

#include "tests/server/api_gateway/apis.h"

using namespace tombola;
using server::ApiCall;
using server::IntegrationAnswer;
using server::IntegrationRequest;
using test::Document;

namespace {

class Mapped {
 public:
  Mapped(Document integration, http::Request request)
      : integration_(std::move(integration)),
        api_(std::make_shared<const test::Api>(test::rest_api())),
        call_{std::move(request), api_, api_, {}, {}, {}, {}, http::Responder(nullptr), {}} {
    call_.route.integration = &integration_;
    call_.route.path_parameters = {{"id", "7"}};
    call_.gateway.stage_variables = {{"mode", "test"}};
    call_.gateway.stage = "prod";
  }

  IntegrationRequest request() const { return server::integration_request(call_); }
  http::Response response(const IntegrationAnswer& answer) const {
    return server::client_response(call_, request(), answer);
  }
  http::Response mock() const {
    return response({server::mock_status(request().body).value_or("500"), {}, ""});
  }
  // The error's status and what the developer hears.
  std::pair<int, std::string> failure(const IntegrationAnswer& answer = {"200", {}, ""}) const {
    try {
      response(answer);
    } catch (const server::MappingFailure& failure) {
      return {failure.error.status, failure.problem};
    }
    return {};
  }

 private:
  Document integration_;
  std::shared_ptr<const test::Api> api_;
  ApiCall call_;
};

http::Request request_of(const std::string& content_type = "", std::string body = "") {
  http::Request request;
  request.method = "POST";
  request.target = "/prod/pets/7?q=a%20b&q=c";
  request.headers = {{"X-Key", "k"}};
  if (!content_type.empty()) {
    request.headers.push_back({"Content-Type", content_type});
  }
  request.body = std::move(body);
  return request;
}

Document cors_mock() {
  return Document::parse(R"({
    "type": "MOCK", "requestTemplates": {"application/json": "{ statusCode: 204 }"},
    "integrationResponses": {"204": {"statusCode": "204", "responseParameters": {
      "method.response.header.Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date'",
      "method.response.header.Access-Control-Allow-Origin": "'*'",
      "method.response.header.X-Mapped": "integration.response.header.X"}}}})");
}

}  // namespace

TEST_CASE("a preflight as CDK makes it, for all origins and for several") {
  http::Response answer = Mapped(cors_mock(), request_of()).mock();
  CHECK(answer.status == 204);
  CHECK(answer.body.empty());
  CHECK(answer.header("Access-Control-Allow-Origin") == "*");
  CHECK(answer.header("Access-Control-Allow-Headers") == "Content-Type,X-Amz-Date");
  CHECK_FALSE(http::has_header(answer.headers, "X-Mapped"));

  Document mock = cors_mock();
  Document& response = mock["integrationResponses"]["204"];
  response["responseParameters"]["method.response.header.Access-Control-Allow-Origin"] =
      "'https://a.example'";
  response["responseTemplates"]["application/json"] =
      "#set($origin = $input.params().header.get(\"Origin\"))\n"
      "#if($origin == \"\") #set($origin = $input.params().header.get(\"origin\")) #end\n"
      "#if($origin.matches(\"https://b.example\"))\n"
      "  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end";
  CHECK(Mapped(mock, request_of()).mock().header("Access-Control-Allow-Origin") ==
        "https://a.example");
  http::Request from_b = request_of();
  from_b.headers.push_back({"Origin", "https://b.example"});
  answer = Mapped(mock, from_b).mock();
  CHECK(answer.header("Access-Control-Allow-Origin") == "https://b.example");
  CHECK(answer.status == 204);
}

TEST_CASE("the outcome chooses the response") {
  const Document integration = Document::parse(R"({
    "integrationResponses": {
      "200": {"statusCode": "200"},
      "404": {"statusCode": "404", "selectionPattern": "Not found.*",
              "responseTemplates": {"application/json": "{\"gone\":$input.json('$.errorMessage')}"}},
      "410": {"statusCode": "410", "selectionPattern": "4\\d{2}"}}})");
  const Mapped mapped(integration, request_of());
  CHECK(mapped.response({std::nullopt, {}, "{}"}).status == 200);
  CHECK(mapped.response({"404", {}, ""}).status == 410);
  const http::Response gone =
      mapped.response({"Not found: x", {}, R"({"errorMessage":"Not found: x"})"});
  CHECK(gone.status == 404);
  CHECK(gone.body == R"({"gone":"Not found: x"})");
  CHECK(gone.header("Content-Type") == "application/json");
  CHECK(mapped.response({"503", {}, ""}).status == 200);

  const Document patterns_alone = Document::parse(
      R"({"integrationResponses":{"410":{"statusCode":"410","selectionPattern":"4.."}}})");
  CHECK(Mapped(patterns_alone, request_of()).failure() ==
        std::pair(500, std::string("no integration response is for the outcome 200")));
}

TEST_CASE("a media type without a template passes through, or not") {
  Document mock = cors_mock();
  const http::Request plain = request_of("text/plain; charset=utf-8", R"({"statusCode": 204})");
  CHECK(Mapped(mock, plain).mock().status == 204);
  mock["passthroughBehavior"] = "NEVER";
  CHECK(Mapped(mock, plain).failure().first == 415);
  mock["passthroughBehavior"] = "WHEN_NO_TEMPLATES";
  CHECK(Mapped(mock, plain).failure().first == 415);
  CHECK(Mapped(mock, request_of("application/json")).mock().status == 204);
}

TEST_CASE("parameters go to the integration and come back") {
  const Document integration = Document::parse(R"({
    "requestParameters": {
      "integration.request.path.name": "method.request.path.id",
      "integration.request.querystring.all": "method.request.multivaluequerystring.q",
      "integration.request.querystring.last": "method.request.querystring.q",
      "integration.request.header.X-Static": "'text'",
      "integration.request.header.X-Stage": "context.stage",
      "integration.request.header.X-Mode": "stageVariables.mode",
      "integration.request.header.X-Body": "method.request.body.a.b",
      "integration.request.header.X-None": "method.request.header.none"},
    "integrationResponses": {"200": {"statusCode": "201", "responseParameters": {
      "method.response.header.X-From": "integration.response.header.x-from",
      "method.response.header.Location": "integration.response.body.id"}}}})");
  const Mapped mapped(integration, request_of("application/json", R"({"a":{"b":5}})"));
  const IntegrationRequest request = mapped.request();
  using Texts = services::api_gateway::NamedTexts;
  CHECK(request.path == Texts{{"name", "7"}});
  CHECK(request.query == Texts{{"all", "[a b,c]"}, {"last", "c"}});
  CHECK(request.headers ==
        Texts{{"X-Body", "5"}, {"X-Mode", "test"}, {"X-Stage", "prod"}, {"X-Static", "text"}});
  const http::Response response = mapped.response(
      {"200", {{"X-From", "there"}, {"Content-Type", "application/xml"}}, R"({"id":"i"})"});
  CHECK(response.status == 201);
  CHECK(response.header("X-From") == "there");
  CHECK(response.header("Location") == "i");
  CHECK(response.header("Content-Type") == "application/xml");
  CHECK(response.body == R"({"id":"i"})");
}

TEST_CASE("templates override parameters and the status") {
  const Document integration = Document::parse(R"({
    "requestParameters": {"integration.request.header.X-Key": "'old'"},
    "requestTemplates": {"application/json":
      "#set($context.requestOverride.header.x-key = $input.params('X-Key'))#set($context.requestOverride.path.body = $input.body){\"id\":\"$input.params('id')\"}"},
    "integrationResponses": {"200": {"statusCode": "200", "responseTemplates": {"application/json":
      "#set($context.responseOverride.status = 418)$context.requestOverride.path.body"}}}})");
  const Mapped mapped(integration, request_of("application/json", "[1]"));
  CHECK(mapped.request().headers == services::api_gateway::NamedTexts{{"X-Key", "k"}});
  CHECK(mapped.request().body == R"({"id":"7"})");
  const http::Response response = mapped.response({"200", {}, "{}"});
  CHECK(response.status == 418);
  CHECK(response.body == "[1]");
}

TEST_CASE("bodies are converted between text and bytes") {
  const Document integration = Document::parse(R"({"contentHandling":"CONVERT_TO_TEXT",
    "integrationResponses":{"200":{"statusCode":"200","contentHandling":"CONVERT_TO_BINARY"}}})");
  const Mapped mapped(integration, request_of("image/png", "\xff\x01"));
  CHECK(mapped.request().body == "/wE=");
  CHECK(mapped.response({"200", {}, "/wE="}).body == "\xff\x01");
}

TEST_CASE("what cannot be mapped is refused, and the developer is told why") {
  Document mock = cors_mock();
  mock["requestTemplates"]["application/json"] = "$input.path('$.a')";
  CHECK(Mapped(mock, request_of("application/json", "no json")).failure().first == 400);
  mock["requestTemplates"]["application/json"] = "#if(";
  CHECK(Mapped(mock, request_of()).failure() ==
        std::pair(500, std::string("its request template: line 1: a value is missing")));
  mock = cors_mock();
  mock["integrationResponses"]["204"]["responseTemplates"]["application/json"] = "#end";
  CHECK(Mapped(mock, request_of()).failure({"204", {}, ""}).second ==
        "its response template: line 1: #end without its beginning");
}
