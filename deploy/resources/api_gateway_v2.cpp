// AWS::ApiGatewayV2::Api, Integration, Route, Stage, Deployment
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGatewayV2.html
#include "deploy/resources/families.h"
#include "deploy/resources/member_names.h"
#include "deploy/resources/openapi.h"
#include "deploy/resources/openapi_import.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

// A part of an API, {"apiId", "<x>Id"}: made of its properties, changed by them, deleted by its id.
struct Part {
  const char* id;  // "routeId"
  const char* attribute;
  const char* create;  // "CreateRoute"
  const char* update;
  const char* erase;  // null: none is needed
};

Json request_of(const Json& properties) {
  Json request = lower_members(properties);
  if (request.contains("tags")) {
    request["tags"] = member(properties, "Tags");
  }
  return request;
}

Json part_name(const Part& part, const std::string& id, const Json& properties) {
  return {{"apiId", member(properties, "ApiId")}, {part.id, id}};
}

Made create_part(const Part& part, const ResourceContext& context, const Json& properties) {
  const Json id =
      context.call(Service::ApiGatewayV2, part.create, request_of(properties)).at(part.id);
  return {id, {{part.attribute, id}}};
}

Made update_part(const Part& part, const ResourceContext& context,
                 const ResourceType::Update& update) {
  Json request = request_of(update.after);
  request.update(part_name(part, update.made.physical_id, update.after));
  context.call(Service::ApiGatewayV2, part.update, request);
  return update.made;
}

void delete_part(const Part& part, const ResourceContext& context, const Made& made,
                 const Json& properties) {
  context.call(Service::ApiGatewayV2, part.erase, part_name(part, made.physical_id, properties));
}

constexpr Part route = {"routeId", "RouteId", "CreateRoute", "UpdateRoute", "DeleteRoute"};
constexpr Part integration = {"integrationId", "IntegrationId", "CreateIntegration",
                              "UpdateIntegration", nullptr};
constexpr Part authorizer = {"authorizerId", "AuthorizerId", "CreateAuthorizer", "UpdateAuthorizer",
                             "DeleteAuthorizer"};
constexpr Part deployment = {"deploymentId", "DeploymentId", "CreateDeployment", "UpdateDeployment",
                             "DeleteDeployment"};

// What the properties do not say, the OpenAPI document does.
Json api_request(const Json& properties, const Json& body) {
  Json request = request_of(properties);
  for (const char* name : {"body", "bodyS3Location", "failOnWarnings", "basePath"}) {
    request.erase(name);
  }
  if (body.is_object()) {
    request["protocolType"] = "HTTP";
    if (!request.contains("name")) {
      request["name"] = openapi_title(body);
    }
    if (const Json cors = member(body, "x-amazon-apigateway-cors");
        cors.is_object() && !request.contains("corsConfiguration")) {
      request["corsConfiguration"] = cors;
    }
  }
  return request;
}

Made create_api(const ResourceContext& context, const Json& properties) {
  const auto body = openapi_body(context, properties);
  const Json answer = context.call(Service::ApiGatewayV2, "CreateApi",
                                   api_request(properties, body.value_or(nullptr)));
  if (body) {
    after_creation(answer.at("apiId"),
                   [&] { import_http_api(context, answer.at("apiId"), {*body}); });
  }
  return {answer.at("apiId"),
          {{"ApiId", answer.at("apiId")}, {"ApiEndpoint", member(answer, "apiEndpoint")}}};
}

Made update_api(const ResourceContext& context, const ResourceType::Update& update) {
  const auto body = openapi_body(context, update.after);
  Json request = api_request(update.after, body.value_or(nullptr));
  request.erase("protocolType");
  request.erase("tags");
  request["apiId"] = update.made.physical_id;
  context.call(Service::ApiGatewayV2, "UpdateApi", request);
  if (body && (differs(update.before, update.after, "Body") ||
               differs(update.before, update.after, "BodyS3Location"))) {
    import_http_api(context, update.made.physical_id,
                    {*body, openapi_body_before(context, update.before)});
  }
  return update.made;
}

void delete_api(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::ApiGatewayV2, "DeleteApi", {{"apiId", made.physical_id}});
}

Made create_route(const ResourceContext& context, const Json& properties) {
  return create_part(route, context, properties);
}

Made update_route(const ResourceContext& context, const ResourceType::Update& update) {
  return update_part(route, context, update);
}

void delete_route(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(route, context, made, properties);
}

Made create_integration(const ResourceContext& context, const Json& properties) {
  return create_part(integration, context, properties);
}

Made update_integration(const ResourceContext& context, const ResourceType::Update& update) {
  return update_part(integration, context, update);
}

Made create_authorizer(const ResourceContext& context, const Json& properties) {
  return create_part(authorizer, context, properties);
}

Made update_authorizer(const ResourceContext& context, const ResourceType::Update& update) {
  return update_part(authorizer, context, update);
}

void delete_authorizer(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(authorizer, context, made, properties);
}

Made create_deployment(const ResourceContext& context, const Json& properties) {
  return create_part(deployment, context, properties);
}

void delete_deployment(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(deployment, context, made, properties);
}

Made create_stage(const ResourceContext& context, const Json& properties) {
  context.call(Service::ApiGatewayV2, "CreateStage", request_of(properties));
  return {member(properties, "StageName").get<std::string>()};
}

Made update_stage(const ResourceContext& context, const ResourceType::Update& update) {
  Json request = request_of(update.after);
  request.erase("tags");
  context.call(Service::ApiGatewayV2, "UpdateStage", request);
  return update.made;
}

void delete_stage(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(Service::ApiGatewayV2, "DeleteStage",
               {{"apiId", member(properties, "ApiId")}, {"stageName", made.physical_id}});
}

// An integration that no route names does nothing, and goes with its API.
constexpr ResourceType types[] = {
    {"AWS::ApiGatewayV2::Api", "ApiId ApiEndpoint", create_api, update_api, delete_api},
    {"AWS::ApiGatewayV2::Integration", "IntegrationId", create_integration, update_integration,
     nullptr},
    {"AWS::ApiGatewayV2::Route", "RouteId", create_route, update_route, delete_route},
    {"AWS::ApiGatewayV2::Authorizer", "AuthorizerId", create_authorizer, update_authorizer,
     delete_authorizer},
    {"AWS::ApiGatewayV2::Deployment", "DeploymentId", create_deployment, nullptr,
     delete_deployment},
    {"AWS::ApiGatewayV2::Stage", "", create_stage, update_stage, delete_stage},
};

}  // namespace

std::span<const ResourceType> api_gateway_v2_types() {
  return types;
}

}  // namespace tombola::deploy
