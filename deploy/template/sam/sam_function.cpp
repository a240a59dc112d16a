// AWS::Serverless::Function: the function, its role, its version and alias, its URL.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
#include <fmt/format.h>

#include "deploy/template/sam/sam_resources.h"

namespace tombola::deploy::sam {
namespace {

constexpr const char* code_uri_usage =
    "'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query "
    "parameter.";

Json code_of(const std::string& id, const Json& given) {
  if (given.contains("InlineCode")) {
    return {{"ZipFile", given["InlineCode"]}};
  }
  const Json uri = given.value("CodeUri", Json());
  if (uri.is_object()) {
    Json code = {{"S3Bucket", uri.value("Bucket", Json())}, {"S3Key", uri.value("Key", Json())}};
    if (uri.contains("Version")) {
      code["S3ObjectVersion"] = uri["Version"];
    }
    return code;
  }
  const std::string text = uri.is_string() ? uri.get<std::string>() : std::string();
  const std::size_t slash = text.find('/', 5);
  if (!text.starts_with("s3://") || slash == std::string::npos) {
    fail(id, code_uri_usage);
  }
  return {{"S3Bucket", text.substr(5, slash - 5)}, {"S3Key", text.substr(slash + 1)}};
}

Json function_properties(const std::string& id, const Json& given) {
  Json properties = {{"Code", code_of(id, given)}};
  properties.update(picked(
      given, {"Architectures", "Description", "Environment", "EphemeralStorage",
              "FileSystemConfigs", "FunctionName", "Handler", "KmsKeyArn", "Layers",
              "LoggingConfig", "MemorySize", "PackageType", "RecursiveLoop",
              "ReservedConcurrentExecutions", "Runtime", "SnapStart", "Timeout", "VpcConfig"}));
  if (given.contains("Tracing")) {
    properties["TracingConfig"] = {{"Mode", given["Tracing"]}};
  }
  if (given.contains("DeadLetterQueue")) {
    properties["DeadLetterConfig"] = picked(given["DeadLetterQueue"], {"TargetArn"});
  }
  properties["Role"] = given.value("Role", get_att(id + "Role", "Arn"));
  properties["Tags"] = tag_list(given.value("Tags", Json()));
  return properties;
}

// What the events of a function need to be read.
Json managed_policies(const Json& given) {
  Json arns = Json::array();
  const auto add = [&](const char* name) {
    Json arn = sub(fmt::format("arn:${{AWS::Partition}}:iam::aws:policy/service-role/{}", name));
    if (std::find(arns.begin(), arns.end(), arn) == arns.end()) {
      arns.push_back(std::move(arn));
    }
  };
  add("AWSLambdaBasicExecutionRole");
  const Json events = given.value("Events", Json::object());
  for (const Json& event : events) {
    const std::string type = event.value("Type", "");
    if (type == "DynamoDB") {
      add("AWSLambdaDynamoDBExecutionRole");
    } else if (type == "SQS") {
      add("AWSLambdaSQSQueueExecutionRole");
    }
  }
  return arns;
}

// A policy is a managed one's name or ARN, a document, or a template of SAM's. Nobody's rights are
// checked here, so a template of SAM's is a policy that says nothing.
void add_role(Resources& resources, const std::string& id, const Json& function) {
  const Json& given = function["Properties"];
  Json role = {
      {"AssumeRolePolicyDocument",
       {{"Version", "2012-10-17"},
        {"Statement",
         Json::array({{{"Action", Json::array({"sts:AssumeRole"})},
                       {"Effect", "Allow"},
                       {"Principal", {{"Service", Json::array({"lambda.amazonaws.com"})}}}}})}}},
      {"ManagedPolicyArns", managed_policies(given)}};
  Json inline_policies = Json::array();
  const Json policies = given.value("Policies", Json::array());
  for (const Json& policy : policies.is_array() ? policies : Json::array({policies})) {
    if (policy.is_string()) {
      const auto name = policy.get<std::string>();
      role["ManagedPolicyArns"].push_back(
          name.starts_with("arn:") ? Json(name)
                                   : sub("arn:${AWS::Partition}:iam::aws:policy/" + name));
      continue;
    }
    const bool is_document = policy.contains("Statement");
    Json one = {{"PolicyName", fmt::format("{}RolePolicy{}", id, inline_policies.size())}};
    one["PolicyDocument"] = is_document ? policy : Json({{"Statement", Json::array()}});
    inline_policies.push_back(std::move(one));
  }
  if (!inline_policies.empty()) {
    role["Policies"] = std::move(inline_policies);
  }
  role["Tags"] = tag_list(Json());
  resources.add(id + "Role", "AWS::IAM::Role", std::move(role), picked(function, {"Condition"}));
}

void add_alias(Resources& resources, const std::string& id, const Json& function) {
  const Json& given = function["Properties"];
  const std::string alias = scalar_text(given["AutoPublishAlias"]);
  const std::string version = id + "Version" + short_hash(code_of(id, given));
  Json source = picked(function, {"Condition"});
  source["DeletionPolicy"] = "Retain";
  resources.add(version, "AWS::Lambda::Version", {{"FunctionName", ref_to(id)}}, source);
  resources.add(id + "Alias" + alias, "AWS::Lambda::Alias",
                {{"Name", alias},
                 {"FunctionName", ref_to(id)},
                 {"FunctionVersion", get_att(version, "Version")}},
                picked(function, {"Condition"}));
}

void add_url(Resources& resources, const std::string& id, const Json& function) {
  const Json& config = function["Properties"]["FunctionUrlConfig"];
  Json properties = picked(config, {"AuthType", "Cors", "InvokeMode"});
  properties["TargetFunctionArn"] = ref_to(id);
  const Json source = picked(function, {"Condition"});
  resources.add(id + "Url", "AWS::Lambda::Url", std::move(properties), source);
  if (config.value("AuthType", "") == "NONE") {
    resources.add(id + "UrlPublicPermissions", "AWS::Lambda::Permission",
                  {{"Action", "lambda:InvokeFunctionUrl"},
                   {"FunctionName", ref_to(id)},
                   {"Principal", "*"},
                   {"FunctionUrlAuthType", "NONE"}},
                  source);
  }
}

}  // namespace

void add_function(Resources& resources, const std::string& id, const Json& function) {
  const Json& given = function["Properties"];
  resources.add(id, "AWS::Lambda::Function", function_properties(id, given), function);
  if (!given.contains("Role")) {
    add_role(resources, id, function);
  }
  if (given.contains("AutoPublishAlias")) {
    add_alias(resources, id, function);
  }
  if (given.contains("EventInvokeConfig")) {
    Json config = picked(given["EventInvokeConfig"],
                         {"DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"});
    config["FunctionName"] = ref_to(id);
    config["Qualifier"] = "$LATEST";
    resources.add(id + "EventInvokeConfig", "AWS::Lambda::EventInvokeConfig", std::move(config),
                  picked(function, {"Condition"}));
  }
  if (given.contains("FunctionUrlConfig")) {
    add_url(resources, id, function);
  }
}

}  // namespace tombola::deploy::sam
