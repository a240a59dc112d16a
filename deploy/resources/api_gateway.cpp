// AWS::ApiGateway::RestApi, Resource, Method, Deployment, Stage, Account
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html
//
// The API spells its members with a small first letter; those in the path have names of their own.
#include "deploy/resources/families.h"
#include "deploy/resources/member_names.h"
#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

using operations::Service;

Json replace_operation(const std::string& path, const Json& value) {
  return {{"op", "replace"}, {"path", path}, {"value", value}};
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-restapi.html
Made create_api(const ResourceContext& context, const Json& properties) {
  Json request =
      lower_members(picked(properties, {"ApiKeySourceType", "BinaryMediaTypes", "Description",
                                        "DisableExecuteApiEndpoint", "EndpointConfiguration",
                                        "MinimumCompressionSize", "Name", "Version"}));
  if (const Json source = member(request, "apiKeySourceType"); !source.is_null()) {
    request.erase("apiKeySourceType");
    request["apiKeySource"] = source;
  }
  if (const Json policy = member(properties, "Policy"); !policy.is_null()) {
    request["policy"] = document_text(policy);
  }
  if (const Json tags = tags_as_map(member(properties, "Tags")); !tags.empty()) {
    request["tags"] = tags;
  }
  const std::string id = context.call(Service::ApiGateway, "CreateRestApi", request).at("id");
  const Json resources = context.call(Service::ApiGateway, "GetResources", {{"restapi_id", id}});
  Made made{id, {{"RestApiId", id}}};
  for (const Json& resource : member(resources, "item").is_null() ? member(resources, "items")
                                                                  : member(resources, "item")) {
    if (member(resource, "path") == "/") {
      made.attributes["RootResourceId"] = resource.at("id");
    }
  }
  return made;
}

Made update_api(const ResourceContext& context, const ResourceType::Update& update) {
  Json operations = Json::array();
  for (const char* name : {"Name", "Description"}) {
    if (differs(update.before, update.after, name)) {
      operations.push_back(
          replace_operation("/" + lower_member(name), update.after.value(name, "")));
    }
  }
  if (!operations.empty()) {
    context.call(Service::ApiGateway, "UpdateRestApi",
                 {{"restapi_id", update.made.physical_id}, {"patchOperations", operations}});
  }
  return update.made;
}

void delete_api(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::ApiGateway, "DeleteRestApi", {{"restapi_id", made.physical_id}});
}

Made create_resource(const ResourceContext& context, const Json& properties) {
  const std::string id = context
                             .call(Service::ApiGateway, "CreateResource",
                                   {{"restapi_id", member(properties, "RestApiId")},
                                    {"parent_id", member(properties, "ParentId")},
                                    {"pathPart", member(properties, "PathPart")}})
                             .at("id");
  return {id, {{"ResourceId", id}}};
}

void delete_resource(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(
      Service::ApiGateway, "DeleteResource",
      {{"restapi_id", member(properties, "RestApiId")}, {"resource_id", made.physical_id}});
}

Json method_name(const Json& properties) {
  return {{"restapi_id", member(properties, "RestApiId")},
          {"resource_id", member(properties, "ResourceId")},
          {"http_method", member(properties, "HttpMethod")}};
}

void put_responses(const ResourceContext& context, const char* operation, const Json& properties,
                   const Json& responses) {
  for (const Json& response : responses) {
    Json put = method_name(properties);
    put.update(lower_members(response));
    put["status_code"] = member(response, "StatusCode");
    put.erase("statusCode");
    context.call(Service::ApiGateway, operation, put);
  }
}

void put_integration(const ResourceContext& context, const Json& properties) {
  const Json integration = member(properties, "Integration");
  if (integration.is_null()) {
    return;
  }
  Json put = method_name(properties);
  put.update(lower_members(integration));
  put.erase("integrationResponses");
  if (const Json method = member(integration, "IntegrationHttpMethod"); !method.is_null()) {
    put.erase("integrationHttpMethod");
    put["httpMethod"] = method;
  }
  context.call(Service::ApiGateway, "PutIntegration", put);
  put_responses(context, "PutIntegrationResponse", properties,
                member(integration, "IntegrationResponses"));
}

void put_method(const ResourceContext& context, const Json& properties) {
  Json request = method_name(properties);
  request.update(lower_members(picked(
      properties, {"ApiKeyRequired", "AuthorizationScopes", "AuthorizationType", "AuthorizerId",
                   "OperationName", "RequestModels", "RequestParameters", "RequestValidatorId"})));
  context.call(Service::ApiGateway, "PutMethod", request);
  put_responses(context, "PutMethodResponse", properties, member(properties, "MethodResponses"));
  put_integration(context, properties);
}

Made create_method(const ResourceContext& context, const Json& properties) {
  put_method(context, properties);
  return {context.physical_name(128)};
}

void delete_method(const ResourceContext& context, const Made& /*made*/, const Json& properties) {
  context.call(Service::ApiGateway, "DeleteMethod", method_name(properties));
}

// A method is put anew: what it was is gone then.
Made update_method(const ResourceContext& context, const ResourceType::Update& update) {
  context.call(Service::ApiGateway, "DeleteMethod", method_name(update.before));
  put_method(context, update.after);
  return update.made;
}

Made create_deployment(const ResourceContext& context, const Json& properties) {
  Json request = lower_members(picked(properties, {"Description", "StageName"}));
  if (const Json stage = member(properties, "StageDescription"); stage.is_object()) {
    request.update(lower_members(picked(stage, {"Variables"})));
  }
  request["restapi_id"] = member(properties, "RestApiId");
  const std::string id = context.call(Service::ApiGateway, "CreateDeployment", request).at("id");
  return {id, {{"DeploymentId", id}}};
}

void delete_deployment(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(
      Service::ApiGateway, "DeleteDeployment",
      {{"restapi_id", member(properties, "RestApiId")}, {"deployment_id", made.physical_id}});
}

Made create_stage(const ResourceContext& context, const Json& properties) {
  Json request = lower_members(picked(
      properties, {"StageName", "DeploymentId", "Description", "TracingEnabled", "Variables"}));
  if (const Json tags = tags_as_map(member(properties, "Tags")); !tags.empty()) {
    request["tags"] = tags;
  }
  request["restapi_id"] = member(properties, "RestApiId");
  context.call(Service::ApiGateway, "CreateStage", request);
  return {member(properties, "StageName").get<std::string>()};
}

void delete_stage(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(Service::ApiGateway, "DeleteStage",
               {{"restapi_id", member(properties, "RestApiId")}, {"stage_name", made.physical_id}});
}

// A stage is put anew: its URL is made of names, and stays.
Made update_stage(const ResourceContext& context, const ResourceType::Update& update) {
  delete_stage(context, update.made, update.before);
  return create_stage(context, update.after);
}

// The role with which the account writes logs: remembered by the stack, and nobody asks for it.
Made create_account(const ResourceContext& context, const Json& /*properties*/) {
  const std::string id = context.physical_name(128);
  return {id, {{"Id", id}}};
}

constexpr ResourceType types[] = {
    {"AWS::ApiGateway::RestApi", "RestApiId RootResourceId", create_api, update_api, delete_api},
    {"AWS::ApiGateway::Resource", "ResourceId", create_resource, nullptr, delete_resource},
    {"AWS::ApiGateway::Method", "", create_method, update_method, delete_method},
    {"AWS::ApiGateway::Deployment", "DeploymentId", create_deployment, nullptr, delete_deployment},
    {"AWS::ApiGateway::Stage", "", create_stage, update_stage, delete_stage},
    {"AWS::ApiGateway::Account", "Id", create_account, nullptr, nullptr},
};

}  // namespace

std::span<const ResourceType> api_gateway_types() {
  return types;
}

}  // namespace tombola::deploy
