// The row is a JSON object:
//
//   {"version":1,"account","region","name","last_version","versions":[{"number","description",
//    "license_info","runtimes":[],"architectures":[],"code_sha256","code_size_bytes","created_ms",
//    "policy":[STATEMENT...],"policy_revision_id"}...]}
#include "triggers/functions/layer.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "triggers/stored_row.h"

namespace tombola::triggers {
namespace {

using nlohmann::json;

constexpr int format_version = 1;

json to_row(const LayerVersion& version) {
  return {{"number", version.number},
          {"description", version.description},
          {"license_info", version.license_info},
          {"runtimes", version.compatible_runtimes},
          {"architectures", version.compatible_architectures},
          {"code_sha256", version.code_sha256},
          {"code_size_bytes", version.code_size_bytes},
          {"created_ms", version.created_ms},
          {"policy", version.policy},
          {"policy_revision_id", version.policy_revision_id}};
}

LayerVersion version_from(const json& row) {
  LayerVersion version;
  row.at("number").get_to(version.number);
  row.at("description").get_to(version.description);
  row.at("license_info").get_to(version.license_info);
  row.at("runtimes").get_to(version.compatible_runtimes);
  row.at("architectures").get_to(version.compatible_architectures);
  row.at("code_sha256").get_to(version.code_sha256);
  row.at("code_size_bytes").get_to(version.code_size_bytes);
  row.at("created_ms").get_to(version.created_ms);
  row.at("policy").get_to(version.policy);
  row.at("policy_revision_id").get_to(version.policy_revision_id);
  return version;
}

LayerDefinition definition_from(const json& row, int) {
  LayerDefinition layer;
  row.at("account").get_to(layer.name_space.account);
  row.at("region").get_to(layer.name_space.region);
  row.at("name").get_to(layer.name);
  row.at("last_version").get_to(layer.last_version);
  for (const json& version : row.at("versions")) {
    layer.versions.push_back(version_from(version));
  }
  return layer;
}

// The text before the next colon, which goes, too.
std::string_view take_part(std::string_view& text) {
  const std::string_view part = text.substr(0, text.find(':'));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return part;
}

}  // namespace

std::string LayerDefinition::arn() const {
  return fmt::format("arn:aws:lambda:{}:{}:layer:{}", name_space.region, name_space.account, name);
}

std::string LayerDefinition::version_arn(std::int64_t number) const {
  return fmt::format("{}:{}", arn(), number);
}

const LayerVersion* LayerDefinition::find(std::int64_t number) const {
  const auto found =
      std::find_if(versions.begin(), versions.end(),
                   [&](const LayerVersion& version) { return version.number == number; });
  return found == versions.end() ? nullptr : &*found;
}

LayerVersion* LayerDefinition::find(std::int64_t number) {
  return const_cast<LayerVersion*>(std::as_const(*this).find(number));
}

std::string LayerDefinition::to_json() const {
  json row = {{"version", format_version},    {"account", name_space.account},
              {"region", name_space.region},  {"name", name},
              {"last_version", last_version}, {"versions", json::array()}};
  for (const LayerVersion& each : versions) {
    row["versions"].push_back(to_row(each));
  }
  return row.dump();
}

LayerDefinition LayerDefinition::from_json(std::string_view text) {
  return read_stored_row("a layer", text, format_version, definition_from);
}

std::optional<LayerName> parse_layer_arn(std::string_view arn) {
  std::string_view rest = arn;
  const bool is_lambda =
      take_part(rest) == "arn" && !take_part(rest).empty() && take_part(rest) == "lambda";
  LayerName layer;
  layer.name_space.region = take_part(rest);
  layer.name_space.account = take_part(rest);
  if (!is_lambda || take_part(rest) != "layer") {
    return std::nullopt;
  }
  layer.name = take_part(rest);
  if (layer.name.empty()) {
    return std::nullopt;
  }
  if (!rest.empty()) {
    std::int64_t number = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (read.ec != std::errc() || read.ptr != rest.data() + rest.size() || number < 1) {
      return std::nullopt;
    }
    layer.version = number;
  }
  return layer;
}

}  // namespace tombola::triggers
