#include "triggers/runtimes/environment_variables.h"

#include <filesystem>
#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

namespace tombola::triggers {

namespace fs = std::filesystem;

namespace {

using Variables = std::map<std::string, std::string>;

// A folder below /opt, as a part of a search path; empty without layers.
std::string in_layers(const Function& function, std::string_view folder) {
  return function.layers_directory.empty()
             ? std::string()
             : fmt::format("{}/{}", function.layers_directory, folder);
}

// Those that are not empty.
std::string search_path(std::initializer_list<std::string> folders) {
  std::string path;
  for (const std::string& folder : folders) {
    if (!folder.empty()) path += (path.empty() ? "" : ":") + folder;
  }
  return path;
}

// A user may not set these.
Variables reserved_variables(const Function& function, const EnvironmentFacts& facts) {
  Variables variables = {
      {"_HANDLER", function.handler_name()},
      {"_X_AMZN_TRACE_ID", ""},  // each invocation sets its own
      {"AWS_REGION", function.name_space.region},
      {"AWS_DEFAULT_REGION", function.name_space.region},
      {"AWS_LAMBDA_FUNCTION_NAME", function.name},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(function.memory_mb)},
      {"AWS_LAMBDA_FUNCTION_VERSION", function.version},
      {"AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"},
      {"AWS_LAMBDA_LOG_GROUP_NAME", function.log_group()},
      {"AWS_LAMBDA_LOG_STREAM_NAME", facts.log_stream},
      {"AWS_LAMBDA_RUNTIME_API", facts.runtime_api},
      {"AWS_ACCESS_KEY_ID", access_key_id(function.name_space)},
      {"AWS_SECRET_ACCESS_KEY", facts.secret_access_key},
      {"AWS_SESSION_TOKEN", "tombola"},
      {"LAMBDA_TASK_ROOT", facts.task_root},
      {"LAMBDA_RUNTIME_DIR", facts.runtime_directory},
  };
  if (function.log_format.is_json) {
    variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
    variables["AWS_LAMBDA_LOG_LEVEL"] = function.log_format.application_level;
  }
  // Lambda sets it for its own runtimes only.
  if (!facts.execution_environment.empty()) {
    variables["AWS_EXECUTION_ENV"] = facts.execution_environment;
  }
  return variables;
}

Variables default_variables(const Function& function, const EnvironmentFacts& facts) {
  Variables variables = {
      {"TZ", ":UTC"},
      {"LANG", "en_US.UTF-8"},
      {"PATH", search_path({facts.search_path, in_layers(function, "bin")})},
      {"LD_LIBRARY_PATH",
       search_path({facts.task_root, facts.task_root + "/lib", in_layers(function, "lib")})},
      {"PWD", facts.task_root},
      {"SHLVL", "0"},
      {"AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"},
      {"AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000"},
      {"AWS_ENDPOINT_URL", facts.endpoint_url},
      {"HOME", facts.home},
      {"AWS_CONFIG_FILE", "/dev/null"},
      {"AWS_SHARED_CREDENTIALS_FILE", "/dev/null"},
      {"AWS_EC2_METADATA_DISABLED", "true"},
  };
  if (function.runtime == RuntimeKind::Python) {
    const std::string packages =
        fmt::format("python/lib/python{}/site-packages", facts.runtime_version);
    variables["PYTHONPATH"] = search_path(
        {in_layers(function, packages), in_layers(function, "python"), facts.runtime_directory});
  } else if (function.runtime == RuntimeKind::Node) {
    // For what a bundle still loads at run time: packages as the handler's own folder would find
    // them, after the layers', as on Lambda.
    std::string folders;
    for (fs::path folder = facts.task_root;; folder = folder.parent_path()) {
      folders += (folder / "node_modules").string() + ":";
      if (folder == folder.root_path()) break;
    }
    // @aws-sdk/* is part of Lambda's runtime, and bundles rely on that.
    if (!facts.packages.empty()) folders += facts.packages + ":";
    const std::string for_version =
        fmt::format("nodejs/node{}/node_modules", facts.runtime_version);
    variables["NODE_PATH"] =
        search_path({in_layers(function, for_version), in_layers(function, "nodejs/node_modules"),
                     folders + facts.task_root});
  }
  return variables;
}

bool can_be_variable(std::string_view name, std::string_view value) {
  return !name.empty() && name.find('=') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos && value.find('\0') == std::string_view::npos;
}

}  // namespace

std::string access_key_id(const dynamodb::Namespace& name_space) {
  return name_space.account;
}

std::map<std::string, std::string> environment_variables(const Function& function,
                                                         const EnvironmentFacts& facts) {
  Variables variables = reserved_variables(function, facts);
  for (const auto& [name, value] : function.environment) {
    if (can_be_variable(name, value)) variables.emplace(name, value);
  }
  variables.merge(default_variables(function, facts));
  return variables;
}

}  // namespace tombola::triggers
