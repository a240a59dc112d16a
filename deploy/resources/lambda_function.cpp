// AWS::Lambda::Function
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html
#include <filesystem>

#include <fmt/format.h>

#include "deploy/resources/families.h"
#include "deploy/resources/inline_code.h"
#include "deploy/resources/lambda_tags.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"
#include "dynamodb/json/json_text.h"
#include "operations/lambda/function_code.h"
#include "operations/lambda/lambda_context.h"

namespace tombola::deploy {
namespace {

using operations::Service;

constexpr std::size_t function_name_length_max = 64;

// KmsKeyArn, which the API spells KMSKeyArn.
void take_key(const Json& properties, Json& request) {
  if (properties.contains("KmsKeyArn")) {
    request["KMSKeyArn"] = properties["KmsKeyArn"];
  }
}

// What UpdateFunctionConfiguration takes, and what a setting is that is taken away.
Json configuration_of(const Json& properties) {
  Json configuration = {{"Description", ""},
                        {"Timeout", 3},
                        {"MemorySize", 128},
                        {"Environment", {{"Variables", Json::object()}}},
                        {"DeadLetterConfig", {{"TargetArn", ""}}},
                        {"KMSKeyArn", ""},
                        {"LoggingConfig", {{"LogFormat", "Text"}}},
                        {"SnapStart", {{"ApplyOn", "None"}}},
                        {"VpcConfig", Json::object()}};
  configuration.update(picked(
      properties, {"DeadLetterConfig", "Description", "Environment", "EphemeralStorage",
                   "FileSystemConfigs", "Handler", "Layers", "LoggingConfig", "MemorySize", "Role",
                   "Runtime", "SnapStart", "Timeout", "TracingConfig", "VpcConfig"}));
  take_key(properties, configuration);
  return configuration;
}

Json code_of(const Json& properties) {
  Json code = member(properties, "Code");
  if (code.is_object() && code.contains("ZipFile")) {
    const std::string runtime = properties.value("Runtime", "");
    code["ZipFile"] =
        dynamodb::to_base64(inline_code_zip(code["ZipFile"].get<std::string>(), runtime));
  }
  return code.is_null() ? Json::object() : code;
}

std::string function_arn(const ResourceContext& context, const std::string& name) {
  return context.arn("lambda", "function:" + name);
}

Made made_of(const ResourceContext& context, const std::string& name) {
  return {name, {{"Arn", function_arn(context, name)}}};
}

void set_further(const ResourceContext& context, const std::string& name, const Json& before,
                 const Json& after) {
  const Json function = {{"FunctionName", name}};
  if (differs(before, after, "ReservedConcurrentExecutions")) {
    Json request = function;
    request["ReservedConcurrentExecutions"] = member(after, "ReservedConcurrentExecutions");
    const bool is_gone = request["ReservedConcurrentExecutions"].is_null();
    context.call(Service::Lambda, is_gone ? "DeleteFunctionConcurrency" : "PutFunctionConcurrency",
                 is_gone ? function : request);
  }
  if (differs(before, after, "RecursiveLoop") && !member(after, "RecursiveLoop").is_null()) {
    Json request = function;
    request["RecursiveLoop"] = after["RecursiveLoop"];
    context.call(Service::Lambda, "PutFunctionRecursionConfig", request);
  }
  if (differs(before, after, "RuntimeManagementConfig")) {
    Json request = member(after, "RuntimeManagementConfig");
    if (request.is_null()) {
      request = {{"UpdateRuntimeOn", "Auto"}};
    }
    request.update(function);
    context.call(Service::Lambda, "PutRuntimeManagementConfig", request);
  }
}

// AWS makes such a function, and each of its invocations fails; here the deployment says so. What
// layers or the runtime's own folders may hold is not looked for, and code that is edited in place
// may come later.
void check_handler(const ResourceContext& context, const std::string& name,
                   const Json& properties) {
  const operations::LambdaContext* lambda = context.operations().lambda;
  const std::string handler = properties.value("Handler", "");
  const bool is_elsewhere =
      handler.starts_with('/') || !member(properties, "Layers").empty() ||
      member(member(properties, "Code"), "S3Bucket") == operations::lambda::run_in_place_bucket;
  if (lambda == nullptr || is_elsewhere) {
    return;
  }
  const auto entry =
      lambda->registry.find(lambda->registry.name_of(context.operations().name_space, name));
  const bool is_script = entry && (entry->function.runtime == triggers::RuntimeKind::Node ||
                                   entry->function.runtime == triggers::RuntimeKind::Python);
  if (is_script && !std::filesystem::exists(entry->function.file)) {
    throw ResourceError(fmt::format(
        "Properties validation failed for resource {} with message: #/Handler: the code has no {} "
        "for {}; an asset of CDK that is without it was not bundled (cdk ls and cdk destroy leave "
        "it so): run cdk synth",
        context.logical_id(), std::filesystem::path(entry->function.file).filename().string(),
        handler));
  }
}

Made create_function(const ResourceContext& context, const Json& properties) {
  Json request =
      picked(properties, {"Architectures", "DeadLetterConfig", "Description", "Environment",
                          "EphemeralStorage", "FileSystemConfigs", "Handler", "ImageConfig",
                          "Layers", "LoggingConfig", "MemorySize", "PackageType", "Role", "Runtime",
                          "SnapStart", "Timeout", "TracingConfig", "VpcConfig"});
  request["FunctionName"] = context.name_or(properties, "FunctionName", function_name_length_max);
  request["Code"] = code_of(properties);
  take_key(properties, request);
  if (properties.contains("Tags")) {
    request["Tags"] = tags_as_map(properties["Tags"]);
  }
  const Json answer = context.call(Service::Lambda, "CreateFunction", request);
  const std::string name = answer.at("FunctionName");
  after_creation(name, [&] {
    check_handler(context, name, properties);
    set_further(context, name, Json::object(), properties);
  });
  return made_of(context, name);
}

Made update_function(const ResourceContext& context, const ResourceType::Update& update) {
  const std::string& name = update.made.physical_id;
  const Json before = configuration_of(update.before);
  const Json after = configuration_of(update.after);
  Json changed = Json::object();
  for (const auto& [setting, value] : after.items()) {
    if (differs(before, after, setting)) {
      changed[setting] = value;
    }
  }
  if (!changed.empty()) {
    changed["FunctionName"] = name;
    context.call(Service::Lambda, "UpdateFunctionConfiguration", changed);
  }
  if (differs(update.before, update.after, "Code") ||
      differs(update.before, update.after, "Architectures")) {
    Json request = code_of(update.after);
    request["FunctionName"] = name;
    if (update.after.contains("Architectures")) {
      request["Architectures"] = update.after["Architectures"];
    }
    context.call(Service::Lambda, "UpdateFunctionCode", request);
  }
  check_handler(context, name, update.after);
  change_lambda_tags(context, function_arn(context, name), update.before, update.after);
  set_further(context, name, update.before, update.after);
  return made_of(context, name);
}

void delete_function(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::Lambda, "DeleteFunction", {{"FunctionName", made.physical_id}});
}

constexpr ResourceType types[] = {
    {"AWS::Lambda::Function", "Arn", create_function, update_function, delete_function,
     "Architectures Code DeadLetterConfig Description Environment EphemeralStorage "
     "FileSystemConfigs FunctionName Handler ImageConfig KmsKeyArn Layers LoggingConfig MemorySize "
     "PackageType RecursiveLoop ReservedConcurrentExecutions Role Runtime RuntimeManagementConfig "
     "SnapStart Tags Timeout TracingConfig VpcConfig"},
};

}  // namespace

std::span<const ResourceType> lambda_function_types() {
  return types;
}

}  // namespace tombola::deploy
