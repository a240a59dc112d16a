// AWS::ApiGateway::RestApi, Resource, Method, Deployment, Stage, Account
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html
//
// The API spells its members with a small first letter.
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
  const Json resources = context.call(Service::ApiGateway, "GetResources", {{"restApiId", id}});
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
                 {{"restApiId", update.made.physical_id}, {"patchOperations", operations}});
  }
  return update.made;
}

void delete_api(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::ApiGateway, "DeleteRestApi", {{"restApiId", made.physical_id}});
}

Made create_resource(const ResourceContext& context, const Json& properties) {
  const std::string id =
      context
          .call(Service::ApiGateway, "CreateResource",
                lower_members(picked(properties, {"RestApiId", "ParentId", "PathPart"})))
          .at("id");
  return {id, {{"ResourceId", id}}};
}

void delete_resource(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(Service::ApiGateway, "DeleteResource",
               {{"restApiId", member(properties, "RestApiId")}, {"resourceId", made.physical_id}});
}

Json method_name(const Json& properties) {
  return lower_members(picked(properties, {"RestApiId", "ResourceId", "HttpMethod"}));
}

void put_method(const ResourceContext& context, const Json& properties) {
  Json request = method_name(properties);
  request.update(lower_members(picked(
      properties, {"ApiKeyRequired", "AuthorizationScopes", "AuthorizationType", "AuthorizerId",
                   "OperationName", "RequestModels", "RequestParameters", "RequestValidatorId"})));
  context.call(Service::ApiGateway, "PutMethod", request);
  for (const Json& response : member(properties, "MethodResponses")) {
    Json put = method_name(properties);
    put.update(lower_members(response));
    context.call(Service::ApiGateway, "PutMethodResponse", put);
  }
  const Json integration = member(properties, "Integration");
  if (integration.is_null()) {
    return;
  }
  Json put = method_name(properties);
  Json settings = lower_members(integration);
  settings.erase("integrationResponses");
  put.update(settings);
  context.call(Service::ApiGateway, "PutIntegration", put);
  for (const Json& response : member(integration, "IntegrationResponses")) {
    Json one = method_name(properties);
    one.update(lower_members(response));
    context.call(Service::ApiGateway, "PutIntegrationResponse", one);
  }
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
  Json request = lower_members(picked(properties, {"RestApiId", "Description", "StageName"}));
  if (const Json stage = member(properties, "StageDescription"); stage.is_object()) {
    request.update(lower_members(picked(stage, {"Variables"})));
  }
  const std::string id = context.call(Service::ApiGateway, "CreateDeployment", request).at("id");
  return {id, {{"DeploymentId", id}}};
}

void delete_deployment(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(
      Service::ApiGateway, "DeleteDeployment",
      {{"restApiId", member(properties, "RestApiId")}, {"deploymentId", made.physical_id}});
}

Json stage_name(const Json& properties) {
  return lower_members(picked(properties, {"RestApiId", "StageName"}));
}

Made create_stage(const ResourceContext& context, const Json& properties) {
  Json request = lower_members(picked(properties, {"RestApiId", "StageName", "DeploymentId",
                                                   "Description", "TracingEnabled", "Variables"}));
  if (const Json tags = tags_as_map(member(properties, "Tags")); !tags.empty()) {
    request["tags"] = tags;
  }
  context.call(Service::ApiGateway, "CreateStage", request);
  return {member(properties, "StageName").get<std::string>()};
}

Made update_stage(const ResourceContext& context, const ResourceType::Update& update) {
  Json operations = Json::array();
  for (const char* name : {"DeploymentId", "Description"}) {
    if (differs(update.before, update.after, name)) {
      operations.push_back(
          replace_operation("/" + lower_member(name), update.after.value(name, "")));
    }
  }
  const Json before = member(update.before, "Variables");
  const Json after = member(update.after, "Variables");
  for (const std::string& name : member_names(before, after)) {
    if (differs(before, after, name)) {
      const Json value = member(after, name);
      operations.push_back(value.is_null()
                               ? Json({{"op", "remove"}, {"path", "/variables/" + name}})
                               : replace_operation("/variables/" + name, value));
    }
  }
  if (!operations.empty()) {
    Json request = stage_name(update.after);
    request["patchOperations"] = operations;
    context.call(Service::ApiGateway, "UpdateStage", request);
  }
  return update.made;
}

void delete_stage(const ResourceContext& context, const Made& /*made*/, const Json& properties) {
  context.call(Service::ApiGateway, "DeleteStage", stage_name(properties));
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
