// Who may call a REST API, and with what: AWS::ApiGateway::Authorizer, ApiKey, UsagePlan, UsagePlanKey,
// RequestValidator, Model
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_ApiGateway.html
#include "deploy/resources/families.h"
#include "deploy/resources/member_names.h"
#include "deploy/resources/properties.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t name_length_max = 128;

Json operation(const char* op, const std::string& path, const Json& value) {
  Json patch = {{"op", op}, {"path", path}};
  if (!value.is_null()) {
    patch["value"] = is_scalar(value) ? Json(scalar_text(value)) : value;
  }
  return patch;
}

// From what the properties were to what they are, where each is a text of the resource's own.
Json patch_of(const Json& before, const Json& after, std::initializer_list<const char*> names,
              const std::string& path = "/") {
  Json patch = Json::array();
  for (const char* name : names) {
    if (differs(before, after, name)) {
      const Json value = member(after, name);
      patch.push_back(
          operation(value.is_null() ? "remove" : "replace", path + lower_member(name), value));
    }
  }
  return patch;
}

Json tags_of(const Json& properties) {
  const Json tags = tags_as_map(member(properties, "Tags"));
  return tags.empty() ? Json::object() : Json{{"tags", tags}};
}

// A part of an API: made of its properties, found by a name in the path.
struct Part {
  const char* create;
  const char* update;
  const char* erase;
  const char* path_name;  // "authorizer_id"
};
constexpr Part authorizers = {"CreateAuthorizer", "UpdateAuthorizer", "DeleteAuthorizer",
                              "authorizer_id"};
constexpr Part validators = {"CreateRequestValidator", "UpdateRequestValidator",
                             "DeleteRequestValidator", "requestvalidator_id"};
constexpr Part models = {"CreateModel", "UpdateModel", "DeleteModel", "model_name"};

Json create_part(const ResourceContext& context, const Part& part, Json request,
                 const Json& properties) {
  request.erase("restApiId");
  request["restapi_id"] = member(properties, "RestApiId");
  return context.call(Service::ApiGateway, part.create, request);
}

void update_part(const ResourceContext& context, const Part& part, const std::string& id,
                 const Json& properties, const Json& patch) {
  if (!patch.empty()) {
    context.call(Service::ApiGateway, part.update,
                 {{"restapi_id", member(properties, "RestApiId")},
                  {part.path_name, id},
                  {"patchOperations", patch}});
  }
}

void delete_part(const ResourceContext& context, const Part& part, const std::string& id,
                 const Json& properties) {
  context.call(Service::ApiGateway, part.erase,
               {{"restapi_id", member(properties, "RestApiId")}, {part.path_name, id}});
}

Made create_authorizer(const ResourceContext& context, const Json& properties) {
  const Json id = create_part(context, authorizers, lower_members(properties), properties).at("id");
  return {id, {{"AuthorizerId", id}}};
}

void delete_authorizer(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(context, authorizers, made.physical_id, properties);
}

// Another list of user pools is another authorizer; methods then name that one.
Made update_authorizer(const ResourceContext& context, const ResourceType::Update& update) {
  if (differs(update.before, update.after, "ProviderARNs")) {
    const Made made = create_authorizer(context, update.after);
    delete_authorizer(context, update.made, update.before);
    return made;
  }
  update_part(context, authorizers, update.made.physical_id, update.after,
              patch_of(update.before, update.after,
                       {"Name", "Type", "AuthorizerUri", "AuthorizerCredentials", "IdentitySource",
                        "IdentityValidationExpression", "AuthorizerResultTtlInSeconds"}));
  return update.made;
}

Made create_validator(const ResourceContext& context, const Json& properties) {
  const Json id = create_part(context, validators, lower_members(properties), properties).at("id");
  return {id, {{"RequestValidatorId", id}}};
}

Made update_validator(const ResourceContext& context, const ResourceType::Update& update) {
  update_part(
      context, validators, update.made.physical_id, update.after,
      patch_of(update.before, update.after, {"ValidateRequestBody", "ValidateRequestParameters"}));
  return update.made;
}

void delete_validator(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(context, validators, made.physical_id, properties);
}

// The schema is a document, and a text for the API.
Json with_schema_text(const Json& properties) {
  Json texts = properties;
  if (const Json schema = member(properties, "Schema"); !schema.is_null()) {
    texts["Schema"] = document_text(schema);
  }
  return texts;
}

Made create_model(const ResourceContext& context, const Json& properties) {
  Json request = lower_members(with_schema_text(properties));
  // A model's name has letters and digits alone.
  if (!request.contains("name")) {
    std::string name = context.physical_name(name_length_max);
    std::erase(name, '-');
    request["name"] = name;
  }
  if (!request.contains("contentType")) {
    request["contentType"] = "application/json";
  }
  return {create_part(context, models, request, properties).at("name")};
}

Made update_model(const ResourceContext& context, const ResourceType::Update& update) {
  update_part(context, models, update.made.physical_id, update.after,
              patch_of(with_schema_text(update.before), with_schema_text(update.after),
                       {"Description", "Schema"}));
  return update.made;
}

void delete_model(const ResourceContext& context, const Made& made, const Json& properties) {
  delete_part(context, models, made.physical_id, properties);
}

Made create_api_key(const ResourceContext& context, const Json& properties) {
  Json request = lower_members(
      picked(properties, {"CustomerId", "Description", "Enabled", "GenerateDistinctId", "Value"}));
  request["name"] = context.name_or(properties, "Name", name_length_max);
  request.update(tags_of(properties));
  const Json id = context.call(Service::ApiGateway, "CreateApiKey", request).at("id");
  return {id, {{"APIKeyId", id}}};
}

Made update_api_key(const ResourceContext& context, const ResourceType::Update& update) {
  const Json patch = patch_of(update.before, update.after, {"Description", "Enabled"});
  if (!patch.empty()) {
    context.call(Service::ApiGateway, "UpdateApiKey",
                 {{"api_Key", update.made.physical_id}, {"patchOperations", patch}});
  }
  return update.made;
}

void delete_api_key(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::ApiGateway, "DeleteApiKey", {{"api_Key", made.physical_id}});
}

Made create_usage_plan(const ResourceContext& context, const Json& properties) {
  Json request =
      lower_members(picked(properties, {"ApiStages", "Description", "Quota", "Throttle"}));
  request["name"] = context.name_or(properties, "UsagePlanName", name_length_max);
  request.update(tags_of(properties));
  const Json id = context.call(Service::ApiGateway, "CreateUsagePlan", request).at("id");
  return {id, {{"Id", id}}};
}

std::string stage_text(const Json& stage) {
  return scalar_text(member(stage, "ApiId")) + ":" + scalar_text(member(stage, "Stage"));
}

// Those of `before` go, those of `after` come.
void append_stages(Json& patch, const Json& before, const Json& after) {
  const Json old_stages = member(before, "ApiStages");
  const Json new_stages = member(after, "ApiStages");
  if (old_stages == new_stages) {
    return;
  }
  for (const Json& stage : old_stages) {
    patch.push_back(operation("remove", "/apiStages", stage_text(stage)));
  }
  for (const Json& stage : new_stages) {
    patch.push_back(operation("add", "/apiStages", stage_text(stage)));
  }
}

void patch_plan(const ResourceContext& context, const std::string& id, const Json& patch) {
  if (!patch.empty()) {
    context.call(Service::ApiGateway, "UpdateUsagePlan",
                 {{"usageplanId", id}, {"patchOperations", patch}});
  }
}

Made update_usage_plan(const ResourceContext& context, const ResourceType::Update& update) {
  Json patch = patch_of(update.before, update.after, {"Description"});
  if (differs(update.before, update.after, "UsagePlanName") &&
      update.after.contains("UsagePlanName")) {
    patch.push_back(operation("replace", "/name", update.after["UsagePlanName"]));
  }
  for (const char* limits : {"Throttle", "Quota"}) {
    const Json after = member(update.after, limits);
    const Json before = member(update.before, limits);
    if (after.is_null() && !before.is_null()) {
      patch.push_back(operation("remove", "/" + lower_member(limits), nullptr));
      continue;
    }
    const Json changes =
        patch_of(before, after, {"BurstLimit", "RateLimit", "Limit", "Offset", "Period"},
                 "/" + lower_member(limits) + "/");
    patch.insert(patch.end(), changes.begin(), changes.end());
  }
  append_stages(patch, update.before, update.after);
  patch_plan(context, update.made.physical_id, patch);
  return update.made;
}

// A plan that stages are in is not deleted.
void delete_usage_plan(const ResourceContext& context, const Made& made, const Json& properties) {
  Json patch = Json::array();
  append_stages(patch, properties, Json::object());
  patch_plan(context, made.physical_id, patch);
  context.call(Service::ApiGateway, "DeleteUsagePlan", {{"usageplanId", made.physical_id}});
}

Made create_usage_plan_key(const ResourceContext& context, const Json& properties) {
  context.call(Service::ApiGateway, "CreateUsagePlanKey",
               {{"usageplanId", member(properties, "UsagePlanId")},
                {"keyId", member(properties, "KeyId")},
                {"keyType", member(properties, "KeyType")}});
  const std::string id = scalar_text(member(properties, "KeyId")) + ":" +
                         scalar_text(member(properties, "UsagePlanId"));
  return {id, {{"Id", id}}};
}

void delete_usage_plan_key(const ResourceContext& context, const Made& /*made*/,
                           const Json& properties) {
  context.call(
      Service::ApiGateway, "DeleteUsagePlanKey",
      {{"usageplanId", member(properties, "UsagePlanId")}, {"keyId", member(properties, "KeyId")}});
}

constexpr ResourceType types[] = {
    {"AWS::ApiGateway::Authorizer", "AuthorizerId", create_authorizer, update_authorizer,
     delete_authorizer},
    {"AWS::ApiGateway::RequestValidator", "RequestValidatorId", create_validator, update_validator,
     delete_validator},
    {"AWS::ApiGateway::Model", "", create_model, update_model, delete_model},
    {"AWS::ApiGateway::ApiKey", "APIKeyId", create_api_key, update_api_key, delete_api_key,
     "CustomerId Description Enabled GenerateDistinctId Name Tags Value"},
    {"AWS::ApiGateway::UsagePlan", "Id", create_usage_plan, update_usage_plan, delete_usage_plan,
     "ApiStages Description Quota Tags Throttle UsagePlanName"},
    {"AWS::ApiGateway::UsagePlanKey", "Id", create_usage_plan_key, nullptr, delete_usage_plan_key,
     "KeyId KeyType UsagePlanId"},
};

}  // namespace

std::span<const ResourceType> api_gateway_access_types() {
  return types;
}

}  // namespace tombola::deploy
