// REST APIs of OpenAPI documents.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
#include <catch2/catch.hpp>

#include "tests/operations/cloudformation/stack_fixture.h"

namespace tombola::tests {
namespace {

using operations::Service;

constexpr const char* first_document = R"({"openapi":"3.0.1","info":{"title":"shop"},"paths":{
  "/orders":{"get":{"responses":{"200":{"description":"ok","headers":{"X-A":{}}}},
    "x-amazon-apigateway-integration":{"type":"aws_proxy","httpMethod":"POST","uri":"arn:f",
                                       "timeoutInMillis":5000}},"parameters":[]},
  "/orders/{id}":{"x-amazon-apigateway-any-method":{"x-amazon-apigateway-integration":{"type":"mock",
    "requestTemplates":{"application/json":"{\"statusCode\":200}"},"passthroughBehavior":"when_no_match",
    "responses":{"default":{"statusCode":200,"responseTemplates":{"application/json":"{}"}},
                 "4\\d{2}":{"statusCode":"404"}}}}}}})";

constexpr const char* second_document = R"({"swagger":"2.0","info":{"title":"shop"},"paths":{
  "/orders/{id}":{"delete":{"security":[{"sigv4":[]}],
    "x-amazon-apigateway-integration":{"type":"aws_proxy","httpMethod":"POST","uri":"arn:f"}}}},
  "securityDefinitions":{"sigv4":{"type":"apiKey","in":"header","name":"Authorization",
                                  "x-amazon-apigateway-authtype":"awsSigv4"}}})";

std::string text(const char* document) {
  return json{{"Resources",
               {{"A",
                 {{"Type", "AWS::ApiGateway::RestApi"},
                  {"Properties", {{"Body", json::parse(document)}}}}}}}}
      .dump();
}

// The resources by their paths.
json resources_of(StackFixture& fixture, const std::string& api) {
  json resources = json::object();
  const json answer = fixture.run(Service::ApiGateway, "GetResources", {{"restapi_id", api}});
  for (const json& resource : answer["item"]) {
    resources[resource["path"].get<std::string>()] = resource;
  }
  return resources;
}

json method_of(StackFixture& fixture, const std::string& api, const json& resource,
               const std::string& method) {
  return fixture.run(
      Service::ApiGateway, "GetMethod",
      {{"restapi_id", api}, {"resource_id", resource["id"]}, {"http_method", method}});
}

}  // namespace

TEST_CASE("a REST API is made of an OpenAPI document, and made anew of another one") {
  StackFixture fixture;
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(first_document)}});
  REQUIRE(fixture.status("s") == "CREATE_COMPLETE");
  const json apis = fixture.run(Service::ApiGateway, "GetRestApis", json::object());
  REQUIRE(apis["item"].size() == 1);
  CHECK(apis["item"][0]["name"] == "shop");
  const std::string api = apis["item"][0]["id"];

  json resources = resources_of(fixture, api);
  CHECK(resources.size() == 3);
  const json get = method_of(fixture, api, resources["/orders"], "GET");
  CHECK(get["authorizationType"] == "NONE");
  CHECK(get["methodResponses"]["200"]["responseParameters"]["method.response.header.X-A"] == false);
  CHECK(get["methodIntegration"]["type"] == "AWS_PROXY");
  CHECK(get["methodIntegration"]["httpMethod"] == "POST");
  CHECK(get["methodIntegration"]["timeoutInMillis"] == 5000);
  const json any = method_of(fixture, api, resources["/orders/{id}"], "ANY")["methodIntegration"];
  CHECK(any["passthroughBehavior"] == "WHEN_NO_MATCH");
  CHECK(any["requestTemplates"]["application/json"] == "{\"statusCode\":200}");
  CHECK(any["integrationResponses"]["200"]["responseTemplates"]["application/json"] == "{}");
  CHECK(any["integrationResponses"]["404"]["selectionPattern"] == "4\\d{2}");

  fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text(second_document)}});
  REQUIRE(fixture.status("s") == "UPDATE_COMPLETE");
  resources = resources_of(fixture, api);
  CHECK(resources.size() == 3);
  CHECK_FALSE(resources["/orders"].contains("resourceMethods"));
  CHECK(resources["/orders/{id}"]["resourceMethods"] == json{{"DELETE", json::object()}});
  CHECK(method_of(fixture, api, resources["/orders/{id}"], "DELETE")["authorizationType"] ==
        "AWS_IAM");
}

}  // namespace tombola::tests
