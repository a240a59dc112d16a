#include "deploy/resources/properties.h"

#include <algorithm>
#include <array>

namespace tombola::deploy {
namespace {

constexpr std::array<std::string_view, 35> numbers = {"AuthorizerResultTtlInSeconds",
                                                      "BatchSize",
                                                      "BurstLimit",
                                                      "CurrentVersion",
                                                      "FunctionScalingConfig",
                                                      "IntegrationTimeout",
                                                      "Limit",
                                                      "MaxAge",
                                                      "MaxReadRequestUnits",
                                                      "MaxSessionDuration",
                                                      "MaxWriteRequestUnits",
                                                      "MaximumBatchingWindowInSeconds",
                                                      "MaximumConcurrency",
                                                      "MaximumEventAgeInSeconds",
                                                      "MaximumRecordAgeInSeconds",
                                                      "MaximumRetryAttempts",
                                                      "MemorySize",
                                                      "MinimumCompressionSize",
                                                      "Offset",
                                                      "ParallelizationFactor",
                                                      "ProvisionedConcurrentExecutions",
                                                      "RateLimit",
                                                      "ReadCapacityUnits",
                                                      "ReadUnitsPerSecond",
                                                      "RecoveryPeriodInDays",
                                                      "ReservedConcurrentExecutions",
                                                      "RetentionInDays",
                                                      "Size",
                                                      "StartingPositionTimestamp",
                                                      "ThrottlingBurstLimit",
                                                      "Timeout",
                                                      "TimeoutInMillis",
                                                      "TumblingWindowInSeconds",
                                                      "WriteCapacityUnits",
                                                      "WriteUnitsPerSecond"};

constexpr std::array<std::string_view, 24> booleans = {"AllowCredentials",
                                                       "ApiKeyRequired",
                                                       "AutoDeploy",
                                                       "BisectBatchOnFunctionError",
                                                       "CacheClusterEnabled",
                                                       "ContributorInsightsEnabled",
                                                       "DataTraceEnabled",
                                                       "DeletionProtectionEnabled",
                                                       "DetailedMetricsEnabled",
                                                       "DisableExecuteApiEndpoint",
                                                       "DisableSchemaValidation",
                                                       "EnableSimpleResponses",
                                                       "Enabled",
                                                       "FailOnWarnings",
                                                       "GenerateDistinctId",
                                                       "InvokedViaFunctionUrl",
                                                       "MetricsEnabled",
                                                       "PointInTimeRecoveryEnabled",
                                                       "Publish",
                                                       "SSEEnabled",
                                                       "StreamEnabled",
                                                       "TracingEnabled",
                                                       "ValidateRequestBody",
                                                       "ValidateRequestParameters"};

// Whose members are named by the author, and are texts.
constexpr std::array<std::string_view, 5> text_maps = {
    "Variables", "RequestParameters", "RequestTemplates", "ResponseParameters", "StageVariables"};
// Of these the members are mappings in an integration, and in a method whether there is such a
// parameter at all; a mapping is never called true.
constexpr std::string_view parameter = "RequestParameters or ResponseParameters";

// Left as they are.
constexpr std::array<std::string_view, 8> documents = {"AssumeRolePolicyDocument",
                                                       "PolicyDocument",
                                                       "Body",
                                                       "Definition",
                                                       "FilterPolicy",
                                                       "RedrivePolicy",
                                                       "ResourcePolicy",
                                                       "Schema"};

template <typename Names>
bool is_among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Json typed_scalar(std::string_view name, const Json& value) {
  const bool may_be_boolean = is_among(booleans, name) || name == parameter;
  if (may_be_boolean && (value == "true" || value == "false")) {
    return value == "true";
  }
  if (is_among(numbers, name) && value.is_string()) {
    const Json number = Json::parse(value.get_ref<const std::string&>(), nullptr, false);
    return number.is_number() ? number : value;
  }
  const bool keeps = value.is_string() || is_among(booleans, name) || is_among(numbers, name) ||
                     (name == parameter && value.is_boolean());
  return keeps ? value : Json(scalar_text(value));
}

Json typed_value(std::string_view name, const Json& value) {
  if (is_among(documents, name) || value.is_null()) {
    return value;
  }
  if (is_scalar(value)) {
    return typed_scalar(name, value);
  }
  const bool texts = is_among(text_maps, name);
  const std::string_view name_of_text =
      name == "RequestParameters" || name == "ResponseParameters" ? parameter : std::string_view();
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) {
      list.push_back(typed_value(texts ? "" : name, element));
    }
    return list;
  }
  Json object = Json::object();
  for (const auto& [key, one] : value.items()) {
    object[key] = typed_value(texts ? name_of_text : std::string_view(key), one);
  }
  return object;
}

}  // namespace

Json typed(const Json& properties) {
  return typed_value("", properties);
}

Json picked(const Json& properties, std::initializer_list<const char*> names) {
  Json some = Json::object();
  for (const char* name : names) {
    if (const auto found = properties.find(name); found != properties.end()) {
      some[name] = *found;
    }
  }
  return some;
}

Json tags_as_map(const Json& tags) {
  Json map = Json::object();
  for (const Json& tag : tags) {
    if (tag.is_object() && tag.contains("Key")) {
      map[scalar_text(tag["Key"])] = tag.contains("Value") ? scalar_text(tag["Value"]) : "";
    }
  }
  return map;
}

Json member(const Json& object, std::string_view name) {
  if (!object.is_object()) {
    return {};
  }
  const auto found = object.find(std::string(name));
  return found == object.end() ? Json() : *found;
}

bool differs(const Json& before, const Json& after, std::string_view name) {
  return member(before, name) != member(after, name);
}

std::string document_text(const Json& document) {
  return document.is_string() ? document.get<std::string>() : document.dump();
}

}  // namespace tombola::deploy
