#include "operations/lambda/function_configuration.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "triggers/functions/code_store.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::operations::lambda {
namespace {

using nlohmann::ordered_json;
using triggers::FunctionDefinition;
using triggers::FunctionSettings;

// AWS names the build of a runtime by 64 hexadecimal digits; ours follow from its name.
std::string runtime_version_arn(const FunctionDefinition& function, std::string_view runtime) {
  const std::string digest = *dynamodb::from_base64(triggers::sha256_base64(runtime));
  std::string digits;
  for (const unsigned char byte : digest) {
    digits += fmt::format("{:02x}", byte);
  }
  return fmt::format("arn:aws:lambda:{}::runtime:{}", function.name_space.region, digits);
}

void add_state(ordered_json& answer, Moment moment) {
  switch (moment) {
    case Moment::Created:
      answer["State"] = "Pending";
      answer["StateReason"] = "The function is being created.";
      answer["StateReasonCode"] = "Creating";
      break;
    case Moment::Updating:
      answer["State"] = "Active";
      answer["LastUpdateStatus"] = "InProgress";
      answer["LastUpdateStatusReason"] = "The function is being created.";
      answer["LastUpdateStatusReasonCode"] = "Creating";
      break;
    case Moment::Settled:
      answer["State"] = "Active";
      answer["LastUpdateStatus"] = "Successful";
      break;
    case Moment::Listed:
      break;
  }
}

ordered_json logging_config(const FunctionDefinition& function, const FunctionSettings& settings) {
  const triggers::LogFormat& format = settings.log_format;
  ordered_json config = {{"LogFormat", format.is_json ? "JSON" : "Text"}};
  if (format.is_json) {
    config["ApplicationLogLevel"] = format.application_level;
    config["SystemLogLevel"] = format.system_level;
  }
  config["LogGroup"] = function.log_group_of(settings);
  return config;
}

// The VPC that the subnets are in has no name here: what has none is told as empty, as without one.
ordered_json vpc_config(const triggers::VpcConfig& vpc) {
  return {{"SubnetIds", vpc.subnet_ids},
          {"SecurityGroupIds", vpc.security_group_ids},
          {"VpcId", vpc.subnet_ids.empty() ? "" : "vpc-00000000000000000"},
          {"Ipv6AllowedForDualStack", vpc.ipv6_allowed}};
}

}  // namespace

ordered_json function_configuration(const FunctionDefinition& function,
                                    const FunctionSettings& settings, std::string_view qualifier,
                                    Moment moment) {
  ordered_json answer = {{"FunctionName", function.name},
                         {"FunctionArn", function.arn(qualifier)},
                         {"Runtime", settings.runtime},
                         {"Role", settings.role},
                         {"Handler", settings.handler},
                         {"CodeSize", settings.code_size_bytes},
                         {"Description", settings.description},
                         {"Timeout", settings.timeout_seconds},
                         {"MemorySize", settings.memory_mb},
                         {"LastModified", lambda_time(settings.last_modified_ms)},
                         {"CodeSha256", settings.code_sha256},
                         {"Version", settings.version},
                         {"TracingConfig", {{"Mode", settings.tracing_mode}}},
                         {"RevisionId", settings.revision_id}};
  if (!settings.dead_letter_target.empty()) {
    answer["DeadLetterConfig"] = {{"TargetArn", settings.dead_letter_target}};
  }
  if (settings.environment) {
    answer["Environment"] = {{"Variables", *settings.environment}};
  }
  if (settings.vpc) {
    answer["VpcConfig"] = vpc_config(*settings.vpc);
  }
  if (!settings.kms_key_arn.empty()) {
    answer["KMSKeyArn"] = settings.kms_key_arn;
  }
  for (const triggers::LayerReference& layer : settings.layers) {
    answer["Layers"].push_back({{"Arn", layer.arn}, {"CodeSize", layer.code_size_bytes}});
  }
  add_state(answer, moment);
  answer["PackageType"] = "Zip";
  answer["Architectures"] = {settings.architecture};
  answer["EphemeralStorage"] = {{"Size", settings.ephemeral_storage_mb}};
  const bool is_snapshot =
      settings.snap_start != "None" && settings.version != triggers::latest_version;
  answer["SnapStart"] = {{"ApplyOn", settings.snap_start},
                         {"OptimizationStatus", is_snapshot ? "On" : "Off"}};
  if (moment != Moment::Listed) {
    answer["RuntimeVersionConfig"] = {
        {"RuntimeVersionArn", runtime_version_arn(function, settings.runtime)}};
  }
  answer["LoggingConfig"] = logging_config(function, settings);
  return answer;
}

std::string lambda_time(std::int64_t time_ms) {
  std::string text = triggers::iso_time(time_ms);
  text.pop_back();  // Z
  return text + "+0000";
}

}  // namespace tombola::operations::lambda
