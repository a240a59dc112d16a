// AWS::ApiGateway::RestApi, Resource, Method, Deployment, Stage, GatewayResponse, Account
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html
//
// The API spells its members with a small first letter; those in the path have names of their own.
#include "deploy/resources/families.h"
#include "deploy/resources/member_names.h"
#include "deploy/resources/openapi.h"
#include "deploy/resources/openapi_import.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

Json replace_operation(const std::string& path, const Json& value) {
  return {{"op", "replace"}, {"path", path}, {"value", value}};
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-restapi.html
Json api_request(const Json& properties, const Json& body) {
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
  // What the properties do not say, the document does.
  if (const std::string title = openapi_title(body); !request.contains("name") && !title.empty()) {
    request["name"] = title;
  }
  if (const Json types = member(body, "x-amazon-apigateway-binary-media-types");
      types.is_array() && !request.contains("binaryMediaTypes")) {
    request["binaryMediaTypes"] = types;
  }
  return request;
}

Made create_api(const ResourceContext& context, const Json& properties) {
  const auto body = openapi_body(context, properties);
  const std::string id = context
                             .call(Service::ApiGateway, "CreateRestApi",
                                   api_request(properties, body.value_or(nullptr)))
                             .at("id");
  if (body) {
    after_creation(id, [&] { import_rest_api(context, id, {*body}); });
  }
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
  if (differs(update.before, update.after, "Body") ||
      differs(update.before, update.after, "BodyS3Location")) {
    const auto body = openapi_body(context, update.after);
    import_rest_api(context, update.made.physical_id,
                    {body.value_or(Json{{"openapi", "3.0.1"}, {"paths", Json::object()}}),
                     openapi_body_before(context, update.before)});
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

// A stage that the deployment made goes with it, unless another deployment has it by now.
void delete_deployment(const ResourceContext& context, const Made& made, const Json& properties) {
  const Json api = member(properties, "RestApiId");
  const Json stages = context.call(Service::ApiGateway, "GetStages",
                                   {{"restapi_id", api}, {"deploymentId", made.physical_id}});
  for (const Json& stage : stages.at("item")) {
    if (member(stage, "stageName") == member(properties, "StageName")) {
      context.call(Service::ApiGateway, "DeleteStage",
                   {{"restapi_id", api}, {"stage_name", member(stage, "stageName")}});
    }
  }
  context.call(Service::ApiGateway, "DeleteDeployment",
               {{"restapi_id", api}, {"deployment_id", made.physical_id}});
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

Json removal(const std::string& path) {
  return {{"op", "remove"}, {"path", path}};
}

Json stage_changes(const Json& before, const Json& after) {
  Json changes = Json::array();
  for (const char* name : {"DeploymentId", "Description"}) {
    if (differs(before, after, name)) {
      changes.push_back(replace_operation("/" + lower_member(name), after.value(name, "")));
    }
  }
  const Json old_variables = member(before, "Variables");
  const Json new_variables = member(after, "Variables");
  for (const auto& [name, value] : new_variables.items()) {
    if (member(old_variables, name) != value) {
      changes.push_back(replace_operation("/variables/" + name, value));
    }
  }
  for (const auto& [name, value] : old_variables.items()) {
    if (member(new_variables, name).is_null()) {
      changes.push_back(removal("/variables/" + name));
    }
  }
  return changes;
}

Made update_stage(const ResourceContext& context, const ResourceType::Update& update) {
  // What UpdateStage does not change is put anew: a stage's URL is made of names, and stays.
  if (differs(update.before, update.after, "Tags") ||
      differs(update.before, update.after, "TracingEnabled")) {
    delete_stage(context, update.made, update.before);
    return create_stage(context, update.after);
  }
  const Json changes = stage_changes(update.before, update.after);
  if (!changes.empty()) {
    context.call(Service::ApiGateway, "UpdateStage",
                 {{"restapi_id", member(update.after, "RestApiId")},
                  {"stage_name", update.made.physical_id},
                  {"patchOperations", changes}});
  }
  return update.made;
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-gatewayresponse.html
void put_gateway_response(const ResourceContext& context, const Json& properties) {
  Json request =
      lower_members(picked(properties, {"ResponseParameters", "ResponseTemplates", "StatusCode"}));
  request["restapi_id"] = member(properties, "RestApiId");
  request["response_type"] = member(properties, "ResponseType");
  context.call(Service::ApiGateway, "PutGatewayResponse", request);
}

Made create_gateway_response(const ResourceContext& context, const Json& properties) {
  put_gateway_response(context, properties);
  const std::string id = context.physical_name(128);
  return {id, {{"Id", id}}};
}

Made update_gateway_response(const ResourceContext& context, const ResourceType::Update& update) {
  put_gateway_response(context, update.after);
  return update.made;
}

void delete_gateway_response(const ResourceContext& context, const Made& /*made*/,
                             const Json& properties) {
  context.call(Service::ApiGateway, "DeleteGatewayResponse",
               {{"restapi_id", member(properties, "RestApiId")},
                {"response_type", member(properties, "ResponseType")}});
}

// The role with which the account writes logs: remembered by the stack, and nobody asks for it.
Made create_account(const ResourceContext& context, const Json& /*properties*/) {
  const std::string id = context.physical_name(128);
  return {id, {{"Id", id}}};
}

constexpr ResourceType types[] = {
    {"AWS::ApiGateway::RestApi", "RestApiId RootResourceId", create_api, update_api, delete_api,
     "ApiKeySourceType BinaryMediaTypes Body BodyS3Location Description DisableExecuteApiEndpoint "
     "EndpointConfiguration FailOnWarnings MinimumCompressionSize Name Policy Tags Version"},
    {"AWS::ApiGateway::Resource", "ResourceId", create_resource, nullptr, delete_resource},
    {"AWS::ApiGateway::Method", "", create_method, update_method, delete_method,
     "ApiKeyRequired AuthorizationScopes AuthorizationType AuthorizerId HttpMethod Integration "
     "MethodResponses OperationName RequestModels RequestParameters RequestValidatorId ResourceId "
     "RestApiId"},
    {"AWS::ApiGateway::Deployment", "DeploymentId", create_deployment, nullptr, delete_deployment,
     "Description RestApiId StageDescription StageName"},
    {"AWS::ApiGateway::Stage", "", create_stage, update_stage, delete_stage,
     "DeploymentId Description RestApiId StageName Tags TracingEnabled Variables"},
    {"AWS::ApiGateway::GatewayResponse", "Id", create_gateway_response, update_gateway_response,
     delete_gateway_response},
    {"AWS::ApiGateway::Account", "Id", create_account, nullptr, nullptr},
};

}  // namespace

std::span<const ResourceType> api_gateway_types() {
  return types;
}

}  // namespace tombola::deploy
