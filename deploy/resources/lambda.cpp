// What belongs to functions: AWS::Lambda::Permission, EventSourceMapping, Url, Version, Alias,
// EventInvokeConfig.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/AWS_Lambda.html
#include "deploy/resources/families.h"
#include "deploy/resources/lambda_tags.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

// Everything but the properties that are CloudFormation's alone.
Json without(Json properties, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    properties.erase(name);
  }
  return properties;
}

Json changed_settings(const ResourceType::Update& update,
                      std::initializer_list<const char*> names) {
  Json changed = Json::object();
  for (const char* name : names) {
    if (differs(update.before, update.after, name)) {
      changed[name] = member(update.after, name);
    }
  }
  return changed;
}

Made create_permission(const ResourceContext& context, const Json& properties) {
  constexpr std::size_t statement_id_length_max = 100;
  Json request = properties;
  const std::string id = context.physical_name(statement_id_length_max);
  request["StatementId"] = id;
  context.call(Service::Lambda, "AddPermission", request);
  return {id, {{"Id", id}}};
}

void delete_permission(const ResourceContext& context, const Made& made, const Json& properties) {
  context.call(
      Service::Lambda, "RemovePermission",
      {{"FunctionName", member(properties, "FunctionName")}, {"StatementId", made.physical_id}});
}

std::string mapping_arn(const ResourceContext& context, const std::string& uuid) {
  return context.arn("lambda", "event-source-mapping:" + uuid);
}

// KmsKeyArn, which the API spells KMSKeyArn.
Json mapping_request(const Json& properties, std::initializer_list<const char*> left_out) {
  Json request = without(properties, left_out);
  if (const auto key = request.find("KmsKeyArn"); key != request.end()) {
    request["KMSKeyArn"] = *key;
    request.erase("KmsKeyArn");
  }
  return request;
}

Made create_mapping(const ResourceContext& context, const Json& properties) {
  Json request = mapping_request(properties, {"Tags"});
  if (const Json tags = tags_as_map(member(properties, "Tags")); !tags.empty()) {
    request["Tags"] = tags;
  }
  const Json answer = context.call(Service::Lambda, "CreateEventSourceMapping", request);
  const std::string uuid = answer.at("UUID");
  return {uuid, {{"Id", uuid}, {"EventSourceMappingArn", mapping_arn(context, uuid)}}};
}

// What is taken away is what a new mapping of a stream has.
Made update_mapping(const ResourceContext& context, const ResourceType::Update& update) {
  static const Json defaults = {{"BatchSize", 100},
                                {"BisectBatchOnFunctionError", false},
                                {"DestinationConfig", Json::object()},
                                {"Enabled", true},
                                {"FilterCriteria", Json::object()},
                                {"FunctionResponseTypes", Json::array()},
                                {"KMSKeyArn", ""},
                                {"MaximumBatchingWindowInSeconds", 0},
                                {"MaximumRecordAgeInSeconds", -1},
                                {"MaximumRetryAttempts", -1},
                                {"MetricsConfig", Json::object()},
                                {"ParallelizationFactor", 1},
                                {"TumblingWindowInSeconds", 0}};
  const Json before = mapping_request(update.before, {});
  Json request = mapping_request(
      update.after, {"Tags", "EventSourceArn", "StartingPosition", "StartingPositionTimestamp"});
  for (const auto& [name, value] : defaults.items()) {
    if (before.contains(name) && !request.contains(name)) {
      request[name] = value;
    }
  }
  request["UUID"] = update.made.physical_id;
  context.call(Service::Lambda, "UpdateEventSourceMapping", request);
  change_lambda_tags(context, mapping_arn(context, update.made.physical_id), update.before,
                     update.after);
  return update.made;
}

void delete_mapping(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::Lambda, "DeleteEventSourceMapping", {{"UUID", made.physical_id}});
}

Json url_target(const Json& properties) {
  Json target = {{"FunctionName", member(properties, "TargetFunctionArn")}};
  target.update(picked(properties, {"Qualifier"}));
  return target;
}

Made url_made(const Json& answer) {
  return {answer.at("FunctionArn"),
          {{"FunctionUrl", answer.at("FunctionUrl")}, {"FunctionArn", answer.at("FunctionArn")}}};
}

Made create_url(const ResourceContext& context, const Json& properties) {
  Json request = url_target(properties);
  request.update(picked(properties, {"AuthType", "Cors", "InvokeMode"}));
  return url_made(context.call(Service::Lambda, "CreateFunctionUrlConfig", request));
}

Made update_url(const ResourceContext& context, const ResourceType::Update& update) {
  Json request = url_target(update.after);
  request.update(picked(update.after, {"AuthType", "InvokeMode"}));
  request["Cors"] = update.after.contains("Cors") ? update.after["Cors"] : Json::object();
  return url_made(context.call(Service::Lambda, "UpdateFunctionUrlConfig", request));
}

void delete_url(const ResourceContext& context, const Made& /*made*/, const Json& properties) {
  context.call(Service::Lambda, "DeleteFunctionUrlConfig", url_target(properties));
}

Made create_version(const ResourceContext& context, const Json& properties) {
  const Json answer =
      context.call(Service::Lambda, "PublishVersion",
                   picked(properties, {"FunctionName", "CodeSha256", "Description"}));
  const std::string arn = answer.at("FunctionArn");
  return {arn, {{"Version", answer.at("Version")}, {"FunctionArn", arn}}};
}

void delete_version(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::Lambda, "DeleteFunction", {{"FunctionName", made.physical_id}});
}

// Weights by version, which CloudFormation has as a list.
Json routing_of(const Json& properties) {
  Json weights = Json::object();
  const Json list = member(member(properties, "RoutingConfig"), "AdditionalVersionWeights");
  for (const Json& weight : list) {
    weights[weight.at("FunctionVersion").get<std::string>()] = weight.at("FunctionWeight");
  }
  return {{"AdditionalVersionWeights", weights}};
}

Made create_alias(const ResourceContext& context, const Json& properties) {
  Json request = picked(properties, {"FunctionName", "FunctionVersion", "Name", "Description"});
  if (properties.contains("RoutingConfig")) {
    request["RoutingConfig"] = routing_of(properties);
  }
  const Json answer = context.call(Service::Lambda, "CreateAlias", request);
  return {answer.at("AliasArn"), {{"AliasArn", answer.at("AliasArn")}}};
}

Made update_alias(const ResourceContext& context, const ResourceType::Update& update) {
  Json request = picked(update.after, {"FunctionName", "Name"});
  request.update(changed_settings(update, {"FunctionVersion", "Description"}));
  if (differs(update.before, update.after, "RoutingConfig")) {
    request["RoutingConfig"] = routing_of(update.after);
  }
  context.call(Service::Lambda, "UpdateAlias", request);
  return update.made;
}

void delete_alias(const ResourceContext& context, const Made& /*made*/, const Json& properties) {
  context.call(Service::Lambda, "DeleteAlias", picked(properties, {"FunctionName", "Name"}));
}

Json invoke_config_target(const Json& properties) {
  Json target = picked(properties, {"FunctionName", "Qualifier"});
  if (target.value("Qualifier", "") == "$LATEST") {
    target.erase("Qualifier");
  }
  return target;
}

Made put_invoke_config(const ResourceContext& context, const Json& properties) {
  Json request = invoke_config_target(properties);
  request.update(picked(properties,
                        {"DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"}));
  const Json answer = context.call(Service::Lambda, "PutFunctionEventInvokeConfig", request);
  return {answer.at("FunctionArn")};
}

Made update_invoke_config(const ResourceContext& context, const ResourceType::Update& update) {
  put_invoke_config(context, update.after);
  return update.made;
}

void delete_invoke_config(const ResourceContext& context, const Made& /*made*/,
                          const Json& properties) {
  context.call(Service::Lambda, "DeleteFunctionEventInvokeConfig",
               invoke_config_target(properties));
}

constexpr ResourceType types[] = {
    {"AWS::Lambda::Permission", "Id", create_permission, nullptr, delete_permission,
     "Action EventSourceToken FunctionName FunctionUrlAuthType InvokedViaFunctionUrl Principal "
     "PrincipalOrgID SourceAccount SourceArn"},
    {"AWS::Lambda::EventSourceMapping", "Id EventSourceMappingArn", create_mapping, update_mapping,
     delete_mapping,
     "AmazonManagedKafkaEventSourceConfig BatchSize BisectBatchOnFunctionError DestinationConfig "
     "DocumentDBEventSourceConfig Enabled EventSourceArn FilterCriteria FunctionName "
     "FunctionResponseTypes KmsKeyArn LoggingConfig MaximumBatchingWindowInSeconds "
     "MaximumRecordAgeInSeconds MaximumRetryAttempts MetricsConfig ParallelizationFactor "
     "ProvisionedPollerConfig Queues ScalingConfig SelfManagedEventSource "
     "SelfManagedKafkaEventSourceConfig SourceAccessConfigurations StartingPosition "
     "StartingPositionTimestamp Tags Topics TumblingWindowInSeconds"},
    {"AWS::Lambda::Url", "FunctionUrl FunctionArn", create_url, update_url, delete_url,
     "AuthType Cors InvokeMode Qualifier TargetFunctionArn"},
    {"AWS::Lambda::Version", "Version FunctionArn", create_version, nullptr, delete_version,
     "CodeSha256 Description FunctionName"},
    {"AWS::Lambda::Alias", "AliasArn", create_alias, update_alias, delete_alias,
     "Description FunctionName FunctionVersion Name RoutingConfig"},
    {"AWS::Lambda::EventInvokeConfig", "", put_invoke_config, update_invoke_config,
     delete_invoke_config,
     "DestinationConfig FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier"},
};

}  // namespace

std::span<const ResourceType> lambda_types() {
  return types;
}

}  // namespace tombola::deploy
