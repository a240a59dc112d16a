// Row: {"version":1,"account","region","name","tags":{},"versions":[{"version","type","value",...}]}.
#include "services/ssm/parameter.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::services::ssm {
namespace {

using nlohmann::json;

constexpr int row_version = 1;

json version_json(const ParameterVersion& one) {
  return {{"version", one.version},
          {"type", one.type},
          {"value", one.value},
          {"description", one.description},
          {"keyId", one.key_id},
          {"allowedPattern", one.allowed_pattern},
          {"tier", one.tier},
          {"dataType", one.data_type},
          {"modifiedBy", one.modified_by},
          {"modifiedMs", one.modified_ms},
          {"labels", one.labels}};
}

ParameterVersion version_of(const json& row) {
  return {row.at("version"),
          row.at("type"),
          row.at("value"),
          row.at("description"),
          row.at("keyId"),
          row.at("allowedPattern"),
          row.at("tier"),
          row.at("dataType"),
          row.at("modifiedBy"),
          row.at("modifiedMs"),
          row.at("labels").get<std::vector<std::string>>()};
}

}  // namespace

const ParameterVersion* Parameter::find_version(std::int64_t version) const {
  const auto found =
      std::find_if(versions.begin(), versions.end(),
                   [&](const ParameterVersion& one) { return one.version == version; });
  return found == versions.end() ? nullptr : &*found;
}

const ParameterVersion* Parameter::find_label(std::string_view label) const {
  const auto found =
      std::find_if(versions.begin(), versions.end(), [&](const ParameterVersion& one) {
        return std::find(one.labels.begin(), one.labels.end(), label) != one.labels.end();
      });
  return found == versions.end() ? nullptr : &*found;
}

std::string Parameter::arn() const {
  return fmt::format("arn:aws:ssm:{}:{}:parameter{}{}", name_space.region, name_space.account,
                     name.starts_with('/') ? "" : "/", name);
}

std::string parameter_to_json(const Parameter& parameter) {
  json versions = json::array();
  for (const ParameterVersion& one : parameter.versions) {
    versions.push_back(version_json(one));
  }
  return json{{"version", row_version},
              {"account", parameter.name_space.account},
              {"region", parameter.name_space.region},
              {"name", parameter.name},
              {"tags", parameter.tags},
              {"versions", std::move(versions)}}
      .dump();
}

Parameter parameter_from_json(std::string_view row) {
  const json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a parameter's row has an unknown version");
  }
  Parameter parameter;
  parameter.name_space = {document.at("account"), document.at("region")};
  parameter.name = document.at("name");
  parameter.tags = document.at("tags").get<std::map<std::string, std::string>>();
  for (const json& one : document.at("versions")) {
    parameter.versions.push_back(version_of(one));
  }
  return parameter;
}

}  // namespace tombola::services::ssm
