// REST APIs of OpenAPI documents.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
#include <algorithm>
#include <map>

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

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-validation-sample-api-swagger.html
constexpr const char* guarded_document = R"({"openapi":"3.0.1","info":{"title":"shop"},
  "x-amazon-apigateway-request-validators":{
    "all":{"validateRequestBody":true,"validateRequestParameters":true},
    "params":{"validateRequestBody":false,"validateRequestParameters":true}},
  "x-amazon-apigateway-request-validator":"all",
  "security":[{"token":[]}],
  "components":{
    "securitySchemes":{
      "token":{"type":"apiKey","name":"X-Token","in":"header","x-amazon-apigateway-authtype":"custom",
        "x-amazon-apigateway-authorizer":{"type":"token","authorizerUri":"arn:f",
                                          "identityValidationExpression":"^x","authorizerResultTtlInSeconds":60}},
      "request":{"type":"apiKey","name":"Unused","in":"header","x-amazon-apigateway-authtype":"custom",
        "x-amazon-apigateway-authorizer":{"type":"request","authorizerUri":"arn:f",
                                          "identitySource":"method.request.querystring.who"}},
      "pool":{"type":"apiKey","name":"Authorization","in":"header","x-amazon-apigateway-authtype":"cognito_user_pools",
        "x-amazon-apigateway-authorizer":{"type":"cognito_user_pools","providerARNs":["arn:pool"]}},
      "key":{"type":"apiKey","name":"x-api-key","in":"header"}},
    "parameters":{"page":{"name":"page","in":"query","required":true}},
    "schemas":{"Order":{"type":"object","required":["item"],"properties":{"item":{"$ref":"#/components/schemas/Item"}}},
               "Item":{"type":"string"}}},
  "paths":{"/orders/{id}":{
    "parameters":[{"name":"id","in":"path","required":true}],
    "get":{"parameters":[{"$ref":"#/components/parameters/page"},{"name":"X-A","in":"header"},{"name":"c","in":"cookie"}]},
    "post":{"operationId":"order","x-amazon-apigateway-request-validator":"params","security":[{"request":[],"key":[]}],
      "requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Order"}}}}},
    "put":{"security":[{"pool":["orders/write"]}],
      "requestBody":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/Order"}}}}}},
    "options":{"security":[]}}}})";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
constexpr const char* http_document = R"({"openapi":"3.0.1","info":{"title":"shop"},
  "components":{"securitySchemes":{
    "jwt":{"type":"oauth2","x-amazon-apigateway-authorizer":{"type":"jwt",
      "jwtConfiguration":{"issuer":"https://issuer","audience":["a"]},"identitySource":"$request.header.Authorization"}},
    "openid":{"type":"openIdConnect","openIdConnectUrl":"https://other/.well-known/openid-configuration",
      "x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"audience":["a"]},
                                        "identitySource":"$request.header.Authorization"}},
    "lambda":{"type":"apiKey","name":"Unused","in":"header","x-amazon-apigateway-authorizer":{"type":"request",
      "identitySource":"$request.header.a, $request.querystring.b","authorizerUri":"arn:f",
      "authorizerPayloadFormatVersion":"2.0","authorizerResultTtlInSeconds":300,"enableSimpleResponses":true}},
    "iam":{"type":"apiKey","name":"Authorization","in":"header","x-amazon-apigateway-authtype":"awsSigv4"}}},
  "paths":{"/orders":{"get":{"security":[{"jwt":["read"]}]},"post":{"security":[{"lambda":[]}]},
                      "put":{"security":[{"iam":[]}]},"delete":{"security":[{"openid":[]}]},"head":{}}}})";

std::string text(const char* document, const char* type = "AWS::ApiGateway::RestApi") {
  return json{
      {"Resources", {{"A", {{"Type", type}, {"Properties", {{"Body", json::parse(document)}}}}}}}}
      .dump();
}

// By their names, without what each time is another.
json by_name(const json& list, const char* id) {
  json named = json::object();
  for (json one : list) {
    one.erase(id);
    const std::string name = one["name"];
    one.erase("name");
    named[name] = one;
  }
  return named;
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

TEST_CASE("authorizers, validators and models of an OpenAPI document are those of its REST API") {
  StackFixture fixture;
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(first_document)}});
  // The second time, each is made in place of the one that is there.
  for (const char* description : {"one", "two"}) {
    json document = json::parse(guarded_document);
    document["info"]["description"] = description;
    fixture.run("UpdateStack",
                {{"StackName", "s"}, {"TemplateBody", text(document.dump().c_str())}});
  }
  REQUIRE(fixture.status("s") == "UPDATE_COMPLETE");
  const json named = {{"restapi_id", fixture.run(Service::ApiGateway, "GetRestApis",
                                                 json::object())["item"][0]["id"]}};
  const json authorizers = fixture.run(Service::ApiGateway, "GetAuthorizers", named)["item"];
  CHECK(by_name(authorizers, "id") == json::parse(R"({
    "token":{"type":"TOKEN","authorizerUri":"arn:f","identitySource":"method.request.header.X-Token",
             "identityValidationExpression":"^x","authorizerResultTtlInSeconds":60},
    "request":{"type":"REQUEST","authorizerUri":"arn:f","identitySource":"method.request.querystring.who",
               "authorizerResultTtlInSeconds":300},
    "pool":{"type":"COGNITO_USER_POOLS","providerARNs":["arn:pool"],
            "identitySource":"method.request.header.Authorization","authorizerResultTtlInSeconds":300}})"));
  const json validators = fixture.run(Service::ApiGateway, "GetRequestValidators", named)["item"];
  CHECK(by_name(validators, "id") == json::parse(R"({
    "all":{"validateRequestBody":true,"validateRequestParameters":true},
    "params":{"validateRequestBody":false,"validateRequestParameters":true}})"));
  const auto id_of = [](const json& list, const char* name) {
    return *std::find_if(list.begin(), list.end(),
                         [&](const json& one) { return one["name"] == name; });
  };

  const std::string api = named["restapi_id"];
  const json resource = resources_of(fixture, api)["/orders/{id}"];
  const json get = method_of(fixture, api, resource, "GET");
  CHECK(get["authorizationType"] == "CUSTOM");
  CHECK(get["authorizerId"] == id_of(authorizers, "token")["id"]);
  CHECK(get["requestValidatorId"] == id_of(validators, "all")["id"]);
  CHECK(get["requestParameters"] == json::parse(R"({"method.request.path.id":true,
    "method.request.querystring.page":true,"method.request.header.X-A":false})"));
  const json post = method_of(fixture, api, resource, "POST");
  CHECK(post["authorizerId"] == id_of(authorizers, "request")["id"]);
  CHECK(post["apiKeyRequired"] == true);
  CHECK(post["operationName"] == "order");
  CHECK(post["requestValidatorId"] == id_of(validators, "params")["id"]);
  CHECK(post["requestModels"] == json{{"application/json", "Order"}});
  const json put = method_of(fixture, api, resource, "PUT");
  CHECK(put["authorizationType"] == "COGNITO_USER_POOLS");
  CHECK(put["authorizationScopes"] == json{"orders/write"});
  CHECK(method_of(fixture, api, resource, "OPTIONS")["authorizationType"] == "NONE");

  // References lead to the API's other models.
  const auto schema_of = [&](const std::string& name) {
    json request = named;
    request["model_name"] = name;
    return json::parse(
        fixture.run(Service::ApiGateway, "GetModel", request)["schema"].get<std::string>());
  };
  const std::string models = "https://apigateway.amazonaws.com/restapis/" + api + "/models/";
  CHECK(schema_of("Order")["properties"]["item"] == json{{"$ref", models + "Item"}});
  const std::string inline_model = put["requestModels"]["application/json"];
  CHECK(inline_model.starts_with("MODEL"));
  CHECK(schema_of(inline_model)["items"] == json{{"$ref", models + "Order"}});
}

TEST_CASE("authorizers of an OpenAPI document are those of its HTTP API") {
  StackFixture fixture;
  fixture.run("CreateStack", {{"StackName", "s"},
                              {"TemplateBody", text(http_document, "AWS::ApiGatewayV2::Api")}});
  REQUIRE(fixture.status("s") == "CREATE_COMPLETE");
  const json named = {{"apiId", fixture.run(Service::ApiGatewayV2, "GetApis",
                                            json::object())["items"][0]["apiId"]}};
  const json authorizers = fixture.run(Service::ApiGatewayV2, "GetAuthorizers", named)["items"];
  CHECK(by_name(authorizers, "authorizerId") == json::parse(R"({
    "jwt":{"authorizerType":"JWT","identitySource":["$request.header.Authorization"],
           "jwtConfiguration":{"issuer":"https://issuer","audience":["a"]}},
    "openid":{"authorizerType":"JWT","identitySource":["$request.header.Authorization"],
              "jwtConfiguration":{"issuer":"https://other","audience":["a"]}},
    "lambda":{"authorizerType":"REQUEST","identitySource":["$request.header.a","$request.querystring.b"],
              "authorizerUri":"arn:f","authorizerPayloadFormatVersion":"2.0",
              "authorizerResultTtlInSeconds":300,"enableSimpleResponses":true}})"));
  std::map<std::string, json> routes;
  const json items = fixture.run(Service::ApiGatewayV2, "GetRoutes", named)["items"];
  for (const json& route : items) {
    routes[route["routeKey"]] = route;
  }
  CHECK(routes["GET /orders"]["authorizationType"] == "JWT");
  CHECK(routes["GET /orders"]["authorizationScopes"] == json{"read"});
  CHECK(routes["POST /orders"]["authorizationType"] == "CUSTOM");
  CHECK(routes["POST /orders"].contains("authorizerId"));
  CHECK(routes["PUT /orders"]["authorizationType"] == "AWS_IAM");
  CHECK(routes["DELETE /orders"]["authorizationType"] == "JWT");
  CHECK(routes["HEAD /orders"]["authorizationType"] == "NONE");
}

// As PutRestApi's mode "overwrite", but for what may be a resource of its own.
TEST_CASE("what only the document before had goes with it, what others made stays") {
  StackFixture fixture;
  json document = json::parse(guarded_document);
  document["x-amazon-apigateway-gateway-responses"] = {{"DEFAULT_5XX", {{"statusCode", "555"}}}};
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", text(document.dump().c_str())}});
  REQUIRE(fixture.status("s") == "CREATE_COMPLETE");
  const json named = {{"restapi_id", fixture.run(Service::ApiGateway, "GetRestApis",
                                                 json::object())["item"][0]["id"]}};
  json own = named;
  own.update({{"name", "own"}, {"type", "COGNITO_USER_POOLS"}, {"providerARNs", {"arn:pool"}}});
  fixture.run(Service::ApiGateway, "CreateAuthorizer", own);
  json response = named;
  response.update({{"response_type", "DEFAULT_4XX"}, {"statusCode", "444"}});
  fixture.run(Service::ApiGateway, "PutGatewayResponse", response);

  fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", text(second_document)}});
  REQUIRE(fixture.status("s") == "UPDATE_COMPLETE");
  const auto names = [&](const char* operation, const char* member) {
    json list = json::array();
    const json answer = fixture.run(Service::ApiGateway, operation, named)["item"];
    for (const json& one : answer) {
      list.push_back(one[member]);
    }
    return list;
  };
  CHECK(names("GetAuthorizers", "name") == json{"own"});
  CHECK(names("GetRequestValidators", "name").empty());
  const json models = names("GetModels", "name");
  CHECK(std::find(models.begin(), models.end(), "Order") == models.end());
  const json responses = names("GetGatewayResponses", "responseType");
  CHECK(std::find(responses.begin(), responses.end(), "DEFAULT_4XX") != responses.end());
  CHECK(std::find(responses.begin(), responses.end(), "DEFAULT_5XX") == responses.end());
}

TEST_CASE("an HTTP API's authorizers and integrations go with the document that made them") {
  StackFixture fixture;
  const auto document = [](const char* path, const char* scheme) {
    json made = json::parse(http_document);
    const json jwt = made["components"]["securitySchemes"]["jwt"];
    made["components"]["securitySchemes"] = {{scheme, jwt}};
    made["paths"] = {
        {path,
         {{"get",
           {{"security", {{{scheme, {"read"}}}}},
            {"x-amazon-apigateway-integration",
             {{"type", "http_proxy"}, {"httpMethod", "GET"}, {"uri", "http://localhost/"}}}}}}}};
    return text(made.dump().c_str(), "AWS::ApiGatewayV2::Api");
  };
  fixture.run("CreateStack", {{"StackName", "s"}, {"TemplateBody", document("/a", "one")}});
  fixture.run("UpdateStack", {{"StackName", "s"}, {"TemplateBody", document("/b", "two")}});
  REQUIRE(fixture.status("s") == "UPDATE_COMPLETE");
  const json named = {{"apiId", fixture.run(Service::ApiGatewayV2, "GetApis",
                                            json::object())["items"][0]["apiId"]}};
  const json authorizers = fixture.run(Service::ApiGatewayV2, "GetAuthorizers", named)["items"];
  REQUIRE(authorizers.size() == 1);
  CHECK(authorizers[0]["name"] == "two");
  const json integrations = fixture.run(Service::ApiGatewayV2, "GetIntegrations", named)["items"];
  CHECK(integrations.size() == 1);
  const json routes = fixture.run(Service::ApiGatewayV2, "GetRoutes", named)["items"];
  REQUIRE(routes.size() == 1);
  CHECK(routes[0]["routeKey"] == "GET /b");
}

}  // namespace tombola::tests
