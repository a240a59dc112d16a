#include "operations/lambda/function_settings.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/lambda/destination.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/layer_request.h"
#include "operations/lambda/runtime_names.h"
#include "operations/lambda/take.h"
#include "triggers/functions/handler_name.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Field;
using dynamodb::JsonType;
using dynamodb::JsonValue;
using dynamodb::Shape;

// "Defined runtime environment variables":
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
constexpr std::array<std::string_view, 16> reserved_variables = {"AWS_ACCESS_KEY",
                                                                 "AWS_ACCESS_KEY_ID",
                                                                 "AWS_DEFAULT_REGION",
                                                                 "AWS_EXECUTION_ENV",
                                                                 "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                                 "AWS_LAMBDA_FUNCTION_NAME",
                                                                 "AWS_LAMBDA_FUNCTION_VERSION",
                                                                 "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                                 "AWS_LAMBDA_LOG_GROUP_NAME",
                                                                 "AWS_LAMBDA_LOG_STREAM_NAME",
                                                                 "AWS_LAMBDA_RUNTIME_API",
                                                                 "AWS_REGION",
                                                                 "AWS_SECRET_ACCESS_KEY",
                                                                 "AWS_SESSION_TOKEN",
                                                                 "LAMBDA_RUNTIME_DIR",
                                                                 "LAMBDA_TASK_ROOT"};

// What AWS has and Tombola does not.
constexpr std::array<std::string_view, 6> unserved_settings = {
    "ImageConfig",   "FileSystemConfigs",   "TenancyConfig", "CapacityProviderConfig",
    "DurableConfig", "CodeSigningConfigArn"};

bool is_without_space(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isspace(letter) != 0;
  });
}

// arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+
bool is_role(std::string_view text) {
  if (!text.starts_with("arn:")) {
    return false;
  }
  const std::size_t partition_end = text.find(':', 4);
  if (partition_end == std::string_view::npos) {
    return false;
  }
  std::string_view rest = text.substr(partition_end);
  constexpr std::string_view iam = ":iam::";
  constexpr std::size_t account_digits = 12;
  if (!rest.starts_with(iam)) {
    return false;
  }
  rest.remove_prefix(iam.size());
  const std::string_view account = rest.substr(0, account_digits);
  if (account.size() < account_digits ||
      account.find_first_not_of("0123456789") != std::string_view::npos ||
      !rest.substr(account_digits).starts_with(":role")) {
    return false;
  }
  rest.remove_prefix(account_digits + std::string_view(":role").size());
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("+=,.@-_/").find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

bool is_log_group(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("._-/#").find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

// An empty list, string or structure asks for nothing.
bool says_anything(JsonValue json) {
  switch (json.type()) {
    case JsonType::Null:
      return false;
    case JsonType::Bool:
      return json.as_bool();
    case JsonType::String:
      return !json.as_string().empty();
    case JsonType::Array:
      return json.size() > 0;
    case JsonType::Object: {
      for (const JsonValue::Member member : json.members()) {
        if (says_anything(member.value)) {
          return true;
        }
      }
      return false;
    }
    default:
      return true;
  }
}

void check_runtime(std::string_view runtime) {
  const auto known_runtimes = runtime_names();
  if (std::find(known_runtimes.begin(), known_runtimes.end(), runtime) == known_runtimes.end()) {
    throw LambdaError::invalid_parameter(
        fmt::format("Value {} at 'runtime' failed to satisfy constraint: Member must satisfy enum "
                    "value set: [{}] or be a valid ARN",
                    runtime, fmt::join(known_runtimes, ", ")));
  }
  if (!triggers::runtime_kind_of_name(runtime)) {
    throw LambdaError::invalid_parameter(
        fmt::format("Tombola does not run {} functions, but nodejs*, python3.* and provided*, with "
                    "the Node and Python of this machine",
                    runtime));
  }
}

// [a-zA-Z]([a-zA-Z0-9_])+
bool is_variable_name(std::string_view name) {
  return name.size() > 1 && std::isalpha(static_cast<unsigned char>(name[0])) != 0 &&
         std::all_of(name.begin(), name.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '_';
         });
}

std::map<std::string, std::string> variables_of(const Request& environment) {
  std::map<std::string, std::string> variables;
  if (const auto json = environment.member("Variables")) {
    for (const JsonValue::Member member : json->members()) {
      variables[std::string(member.name)] = member.value.as_string();
    }
  }
  return variables;
}

void check_environment(const Request& environment) {
  const auto variables = variables_of(environment);
  std::vector<std::string> reserved;
  for (const auto& [name, value] : variables) {
    if (!is_variable_name(name)) {
      throw LambdaError::validation(
          "1 validation error detected: Value at 'environment.variables' failed to satisfy "
          "constraint: Map keys must satisfy constraint: [Member must satisfy regular expression "
          "pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
    }
    if (std::find(reserved_variables.begin(), reserved_variables.end(), name) !=
        reserved_variables.end()) {
      reserved.push_back(name);
    }
  }
  constexpr std::string_view unable =
      "Lambda was unable to configure your environment variables because the environment variables "
      "you have provided";
  if (!reserved.empty()) {
    throw LambdaError::invalid_parameter(
        fmt::format("{} contains reserved keys that are currently not supported for modification. "
                    "Reserved keys used in this request: {}",
                    unable, fmt::join(reserved, ", ")));
  }
  const std::string measured = nlohmann::json(variables).dump();
  if (measured.size() > limits::function_environment_bytes_max) {
    throw LambdaError::invalid_parameter(
        fmt::format("{} exceeded the 4KB limit. String measured: {}", unable, measured));
  }
}

// (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()
bool is_resource_arn(std::string_view text) {
  if (text.empty()) {
    return true;
  }
  const std::size_t partition_end = text.starts_with("arn:") ? text.find(':', 4) : text.npos;
  const std::size_t service_end =
      partition_end == text.npos ? text.npos : text.find(':', partition_end + 1);
  return service_end != text.npos && service_end > partition_end + 1;
}

void check_served(const Request& request) {
  for (const std::string_view name : unserved_settings) {
    if (const auto json = request.member(name); json && says_anything(*json)) {
      throw LambdaError::invalid_parameter(fmt::format("Tombola does not support {} yet", name));
    }
  }
}

void apply_log_format(const Request& logging, triggers::LogFormat& format) {
  if (const auto text = logging.string("LogFormat")) {
    if ((*text == "JSON") != format.is_json) {
      format = {};
    }
    format.is_json = *text == "JSON";
  }
  if (!format.is_json && (logging.has("ApplicationLogLevel") || logging.has("SystemLogLevel"))) {
    throw LambdaError::invalid_parameter("Log levels go with the log format JSON only");
  }
  take_text(logging, "ApplicationLogLevel", format.application_level);
  take_text(logging, "SystemLogLevel", format.system_level);
}

std::vector<std::string> texts_of_list(const Request& request, std::string_view name) {
  std::vector<std::string> texts;
  if (const auto list = request.member(name)) {
    for (const dynamodb::JsonValue text : list->elements()) {
      texts.emplace_back(text.as_string());
    }
  }
  return texts;
}

triggers::VpcConfig vpc_of(const Request& vpc) {
  return {texts_of_list(vpc, "SubnetIds"), texts_of_list(vpc, "SecurityGroupIds"),
          vpc.boolean("Ipv6AllowedForDualStack").value_or(false)};
}

}  // namespace

Field kms_key_arn_field() {
  return {"KMSKeyArn",
          Shape::string().pattern(R"((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())", is_resource_arn)};
}

std::vector<Field> setting_fields() {
  return {
      {"Role", Shape::string().pattern(
                   R"(arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)", is_role)},
      {"Handler", Shape::string().length(0, 128).pattern(R"([^\s]+)", is_without_space)},
      {"Description", Shape::string().length(0, 256)},
      {"Timeout", Shape::integer().range(1, limits::function_timeout_seconds_max)},
      {"MemorySize", Shape::integer().range(128, 10'240)},
      {"Runtime", Shape::string()},
      {"DeadLetterConfig",
       Shape::structure(
           "DeadLetterConfig",
           {{"TargetArn", Shape::string().pattern(R"((arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|())",
                                                  is_resource_arn)}})},
      {"Layers", Shape::list_of(layer_version_arn_shape())},
      {"Environment",
       Shape::structure("Environment", {{"Variables", Shape::map_of(Shape::string())}})},
      {"TracingConfig",
       Shape::structure("TracingConfig",
                        {{"Mode", Shape::string().one_of({"Active", "PassThrough"})}})},
      {"EphemeralStorage",
       Shape::structure("EphemeralStorage", {{"Size", Shape::integer().range(512, 10'240),
                                              dynamodb::Presence::Required}})},
      {"SnapStart",
       Shape::structure("SnapStart",
                        {{"ApplyOn", Shape::string().one_of({"PublishedVersions", "None"})}})},
      kms_key_arn_field(),
      {"VpcConfig",
       Shape::structure("VpcConfig",
                        {{"SubnetIds", Shape::list_of(Shape::string()).length(0, 16)},
                         {"SecurityGroupIds", Shape::list_of(Shape::string()).length(0, 5)},
                         {"Ipv6AllowedForDualStack", Shape::boolean()}})},
      {"LoggingConfig",
       Shape::structure(
           "LoggingConfig",
           {{"LogFormat", Shape::string().one_of({"JSON", "Text"})},
            {"ApplicationLogLevel",
             Shape::string().one_of({"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"})},
            {"SystemLogLevel", Shape::string().one_of({"DEBUG", "INFO", "WARN"})},
            {"LogGroup",
             Shape::string().length(1, 512).pattern(R"([\.\-_/#A-Za-z0-9]+)", is_log_group)}})},
  };
}

void check_settings(const Request& request, const OperationContext& context) {
  if (const auto runtime = request.string("Runtime")) {
    check_runtime(*runtime);
  }
  if (const auto environment = request.structure("Environment")) {
    check_environment(*environment);
  }
  if (const auto dead_letters = request.structure("DeadLetterConfig")) {
    check_dead_letter_target(dead_letters->string("TargetArn").value_or(""), context);
  }
  check_served(request);
}

void apply_settings(const Request& request, triggers::FunctionSettings& settings) {
  take_text(request, "Role", settings.role);
  take_text(request, "Handler", settings.handler);
  take_text(request, "Description", settings.description);
  take_text(request, "Runtime", settings.runtime);
  take_number(request, "Timeout", settings.timeout_seconds);
  take_number(request, "MemorySize", settings.memory_mb);
  if (const auto dead_letters = request.structure("DeadLetterConfig")) {
    settings.dead_letter_target = dead_letters->string("TargetArn").value_or("");
  }
  if (const auto environment = request.structure("Environment")) {
    settings.environment = variables_of(*environment);
  }
  if (const auto tracing = request.structure("TracingConfig")) {
    settings.tracing_mode = tracing->string("Mode").value_or("PassThrough");
  }
  if (const auto storage = request.structure("EphemeralStorage")) {
    settings.ephemeral_storage_mb = static_cast<int>(*storage->integer("Size"));
  }
  if (const auto logging = request.structure("LoggingConfig")) {
    if (const auto log_group = logging->string("LogGroup")) {
      settings.log_group = std::string(*log_group);
    }
    apply_log_format(*logging, settings.log_format);
  }
  take_text(request, "KMSKeyArn", settings.kms_key_arn);
  if (const auto snap_start = request.structure("SnapStart")) {
    settings.snap_start = snap_start->string("ApplyOn").value_or("None");
  }
  if (const auto vpc = request.structure("VpcConfig")) {
    settings.vpc = vpc_of(*vpc);
  }
}

}  // namespace tombola::operations::lambda
