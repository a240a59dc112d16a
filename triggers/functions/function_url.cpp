// {"url_id","auth_type","invoke_mode"?,"created_ms","last_modified_ms","cors"?:{"allow_credentials"?,
//  "allow_headers":[...],"allow_methods":[...],"allow_origins":[...],"expose_headers":[...],
//  "max_age_seconds"?}}
#include "triggers/functions/function_url.h"

#include <nlohmann/json.hpp>

namespace tombola::triggers {
namespace {

using nlohmann::json;

json to_row(const FunctionUrlCors& cors) {
  json row = {{"allow_headers", cors.allow_headers},
              {"allow_methods", cors.allow_methods},
              {"allow_origins", cors.allow_origins},
              {"expose_headers", cors.expose_headers}};
  if (cors.allow_credentials) {
    row["allow_credentials"] = *cors.allow_credentials;
  }
  if (cors.max_age_seconds) {
    row["max_age_seconds"] = *cors.max_age_seconds;
  }
  return row;
}

FunctionUrlCors cors_from(const json& row) {
  FunctionUrlCors cors;
  row.at("allow_headers").get_to(cors.allow_headers);
  row.at("allow_methods").get_to(cors.allow_methods);
  row.at("allow_origins").get_to(cors.allow_origins);
  row.at("expose_headers").get_to(cors.expose_headers);
  if (row.contains("allow_credentials")) {
    cors.allow_credentials = row["allow_credentials"].get<bool>();
  }
  if (row.contains("max_age_seconds")) {
    cors.max_age_seconds = row["max_age_seconds"].get<int>();
  }
  return cors;
}

}  // namespace

json to_row(const FunctionUrlConfig& config) {
  json row = {{"url_id", config.url_id},
              {"auth_type", config.auth_type},
              {"created_ms", config.created_ms},
              {"last_modified_ms", config.last_modified_ms}};
  if (!config.invoke_mode.empty()) {
    row["invoke_mode"] = config.invoke_mode;
  }
  if (config.cors) {
    row["cors"] = to_row(*config.cors);
  }
  return row;
}

FunctionUrlConfig function_url_config_from(const json& row) {
  FunctionUrlConfig config;
  row.at("url_id").get_to(config.url_id);
  row.at("auth_type").get_to(config.auth_type);
  config.invoke_mode = row.value("invoke_mode", "");
  row.at("created_ms").get_to(config.created_ms);
  row.at("last_modified_ms").get_to(config.last_modified_ms);
  if (row.contains("cors")) {
    config.cors = cors_from(row["cors"]);
  }
  return config;
}

}  // namespace tombola::triggers
