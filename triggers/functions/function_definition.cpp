// The row is a JSON object with a "version"; this build writes version 3 and reads version 2, which
// knew of no layers, and version 1, which ended with "policies" and knew of settings up to
// "run_in_place":
//
//   {"version":1,"account","region","name","latest":SETTINGS,"versions":[SETTINGS...],
//    "last_version","aliases":{NAME:{...}},"tags":{...},"reserved_concurrency"?,
//    "event_invoke_configs":{QUALIFIER:{...}},"urls":{QUALIFIER:{...}},
//    "recursive_loop","policies":{QUALIFIER:[STATEMENT...]}}
//
// Members with a question mark are left out when there is nothing to say.
#include "triggers/functions/function_definition.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "triggers/stored_row.h"

namespace tombola::triggers {
namespace {

using nlohmann::json;

constexpr int format_version = 3;

template <typename Value>
void put_optional(json& row, const char* name, const std::optional<Value>& value) {
  if (value) {
    row[name] = *value;
  }
}

template <typename Value>
std::optional<Value> get_optional(const json& row, const char* name) {
  const auto found = row.find(name);
  return found == row.end() ? std::nullopt : std::optional(found->get<Value>());
}

void put_text(json& row, const char* name, const std::string& text) {
  if (!text.empty()) {
    row[name] = text;
  }
}

json to_row(const FunctionSettings& settings) {
  json row = {{"version", settings.version},
              {"description", settings.description},
              {"runtime", settings.runtime},
              {"handler", settings.handler},
              {"role", settings.role},
              {"timeout_seconds", settings.timeout_seconds},
              {"memory_mb", settings.memory_mb},
              {"ephemeral_storage_mb", settings.ephemeral_storage_mb},
              {"architecture", settings.architecture},
              {"tracing_mode", settings.tracing_mode},
              {"code_sha256", settings.code_sha256},
              {"code_size_bytes", settings.code_size_bytes},
              {"revision_id", settings.revision_id},
              {"last_modified_ms", settings.last_modified_ms}};
  put_optional(row, "environment", settings.environment);
  put_optional(row, "log_group", settings.log_group);
  put_optional(row, "run_in_place", settings.run_in_place);
  if (settings.log_format.is_json) {
    row["json_log"] = {{"application_level", settings.log_format.application_level},
                       {"system_level", settings.log_format.system_level}};
  }
  if (settings.vpc) {
    row["vpc"] = {{"subnet_ids", settings.vpc->subnet_ids},
                  {"security_group_ids", settings.vpc->security_group_ids},
                  {"ipv6_allowed", settings.vpc->ipv6_allowed}};
  }
  put_text(row, "kms_key_arn", settings.kms_key_arn);
  put_text(row, "snap_start", settings.snap_start);
  put_text(row, "dead_letter_target", settings.dead_letter_target);
  put_text(row, "update_runtime_on", settings.update_runtime_on);
  put_text(row, "runtime_version_arn", settings.runtime_version_arn);
  for (const LayerReference& layer : settings.layers) {
    row["layers"].push_back({{"arn", layer.arn},
                             {"code_sha256", layer.code_sha256},
                             {"code_size_bytes", layer.code_size_bytes}});
  }
  return row;
}

FunctionSettings settings_from(const json& row) {
  FunctionSettings settings;
  row.at("version").get_to(settings.version);
  row.at("description").get_to(settings.description);
  row.at("runtime").get_to(settings.runtime);
  row.at("handler").get_to(settings.handler);
  row.at("role").get_to(settings.role);
  row.at("timeout_seconds").get_to(settings.timeout_seconds);
  row.at("memory_mb").get_to(settings.memory_mb);
  row.at("ephemeral_storage_mb").get_to(settings.ephemeral_storage_mb);
  row.at("architecture").get_to(settings.architecture);
  row.at("tracing_mode").get_to(settings.tracing_mode);
  row.at("code_sha256").get_to(settings.code_sha256);
  row.at("code_size_bytes").get_to(settings.code_size_bytes);
  row.at("revision_id").get_to(settings.revision_id);
  row.at("last_modified_ms").get_to(settings.last_modified_ms);
  settings.environment = get_optional<std::map<std::string, std::string>>(row, "environment");
  settings.log_group = get_optional<std::string>(row, "log_group");
  if (const auto log = row.find("json_log"); log != row.end()) {
    settings.log_format = {true, log->at("application_level").get<std::string>(),
                           log->at("system_level").get<std::string>()};
  }
  if (const auto vpc = row.find("vpc"); vpc != row.end()) {
    settings.vpc = {vpc->at("subnet_ids").get<std::vector<std::string>>(),
                    vpc->at("security_group_ids").get<std::vector<std::string>>(),
                    vpc->at("ipv6_allowed").get<bool>()};
  }
  settings.kms_key_arn = row.value("kms_key_arn", "");
  settings.snap_start = row.value("snap_start", settings.snap_start);
  settings.run_in_place = get_optional<std::string>(row, "run_in_place");
  settings.dead_letter_target = row.value("dead_letter_target", "");
  settings.update_runtime_on = row.value("update_runtime_on", settings.update_runtime_on);
  settings.runtime_version_arn = row.value("runtime_version_arn", "");
  if (const auto layers = row.find("layers"); layers != row.end()) {
    for (const json& layer : *layers) {
      settings.layers.push_back({layer.at("arn").get<std::string>(),
                                 layer.at("code_sha256").get<std::string>(),
                                 layer.at("code_size_bytes").get<std::int64_t>()});
    }
  }
  return settings;
}

json to_row(const FunctionAlias& alias) {
  return {{"function_version", alias.function_version},
          {"description", alias.description},
          {"revision_id", alias.revision_id}};
}

FunctionAlias alias_from(const std::string& name, const json& row) {
  return {name, row.at("function_version").get<std::string>(),
          row.at("description").get<std::string>(), row.at("revision_id").get<std::string>()};
}

json to_row(const EventInvokeConfig& config) {
  json row = {{"last_modified_ms", config.last_modified_ms}};
  put_optional(row, "maximum_retry_attempts", config.maximum_retry_attempts);
  put_optional(row, "maximum_event_age_in_seconds", config.maximum_event_age_in_seconds);
  put_text(row, "on_success", config.on_success);
  put_text(row, "on_failure", config.on_failure);
  return row;
}

EventInvokeConfig event_invoke_config_from(const json& row) {
  return {get_optional<int>(row, "maximum_retry_attempts"),
          get_optional<int>(row, "maximum_event_age_in_seconds"), row.value("on_success", ""),
          row.value("on_failure", ""), row.at("last_modified_ms").get<std::int64_t>()};
}

FunctionDefinition definition_from(const json& row, int version) {
  FunctionDefinition function;
  row.at("account").get_to(function.name_space.account);
  row.at("region").get_to(function.name_space.region);
  row.at("name").get_to(function.name);
  function.latest = settings_from(row.at("latest"));
  for (const json& published : row.at("versions")) {
    function.versions.push_back(settings_from(published));
  }
  row.at("last_version").get_to(function.last_version);
  for (const auto& [name, alias] : row.at("aliases").items()) {
    function.aliases.emplace(name, alias_from(name, alias));
  }
  row.at("tags").get_to(function.tags);
  function.recursive_loop = row.value("recursive_loop", function.recursive_loop);
  function.reserved_concurrency = get_optional<int>(row, "reserved_concurrency");
  row.at("policies").get_to(function.policies);
  if (version >= 2) {
    for (const auto& [qualifier, config] : row.at("event_invoke_configs").items()) {
      function.event_invoke_configs.emplace(qualifier, event_invoke_config_from(config));
    }
    for (const auto& [qualifier, config] : row.at("urls").items()) {
      function.urls.emplace(qualifier, function_url_config_from(config));
    }
  }
  return function;
}

}  // namespace

std::vector<std::string> FunctionSettings::layer_code() const {
  std::vector<std::string> code;
  for (const LayerReference& layer : layers) {
    code.push_back(layer.code_sha256);
  }
  return code;
}

std::string FunctionDefinition::arn(std::string_view qualifier) const {
  std::string arn =
      fmt::format("arn:aws:lambda:{}:{}:function:{}", name_space.region, name_space.account, name);
  if (!qualifier.empty()) {
    arn.append(":").append(qualifier);
  }
  return arn;
}

std::string FunctionDefinition::log_group_of(const FunctionSettings& settings) const {
  return settings.log_group.value_or("/aws/lambda/" + name);
}

const FunctionSettings* FunctionDefinition::find(std::string_view qualifier) const {
  if (const auto alias = aliases.find(std::string(qualifier)); alias != aliases.end()) {
    qualifier = alias->second.function_version;
  }
  if (qualifier.empty() || qualifier == latest_version) {
    return &latest;
  }
  for (const FunctionSettings& settings : versions) {
    if (settings.version == qualifier) {
      return &settings;
    }
  }
  return nullptr;
}

std::string FunctionDefinition::to_json() const {
  json row = {{"version", format_version},
              {"account", name_space.account},
              {"region", name_space.region},
              {"name", name},
              {"latest", to_row(latest)},
              {"versions", json::array()},
              {"last_version", last_version},
              {"aliases", json::object()},
              {"tags", tags},
              {"event_invoke_configs", json::object()},
              {"urls", json::object()},
              {"recursive_loop", recursive_loop},
              {"policies", policies}};
  for (const auto& [qualifier, config] : event_invoke_configs) {
    row["event_invoke_configs"][qualifier] = to_row(config);
  }
  for (const auto& [qualifier, config] : urls) {
    row["urls"][qualifier] = triggers::to_row(config);
  }
  for (const FunctionSettings& settings : versions) {
    row["versions"].push_back(to_row(settings));
  }
  for (const auto& [alias_name, alias] : aliases) {
    row["aliases"][alias_name] = to_row(alias);
  }
  put_optional(row, "reserved_concurrency", reserved_concurrency);
  return row.dump();
}

FunctionDefinition FunctionDefinition::from_json(std::string_view text) {
  return read_stored_row("a function", text, format_version, definition_from);
}

}  // namespace tombola::triggers
