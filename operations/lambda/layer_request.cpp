#include "operations/lambda/layer_request.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "operations/lambda/function_configuration.h"
#include "operations/lambda/lambda_error.h"
#include "operations/lambda/runtime_names.h"
#include "operations/uuid.h"
#include "triggers/functions/code_store.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Field;
using dynamodb::Presence;
using dynamodb::Shape;
using nlohmann::ordered_json;
using triggers::LayerDefinition;
using triggers::LayerName;
using triggers::LayerVersion;

// The API model's.
constexpr std::string_view layer_name_pattern =
    R"((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+)";
constexpr std::string_view layer_version_arn_pattern =
    R"(((arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)))";

bool is_plain_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
  });
}

bool is_layer_name(std::string_view text) {
  if (is_plain_name(text)) {
    return true;
  }
  const auto layer = triggers::parse_layer_arn(text);
  return layer && !layer->version && is_plain_name(layer->name);
}

bool is_layer_version_arn(std::string_view text) {
  const auto layer = triggers::parse_layer_arn(text);
  return layer && layer->version && is_plain_name(layer->name);
}

void put_list(ordered_json& answer, const char* name, const std::vector<std::string>& values) {
  if (!values.empty()) {
    answer[name] = values;
  }
}

bool allows(const std::vector<std::string>& values, std::optional<std::string_view> wanted) {
  return !wanted || std::find(values.begin(), values.end(), *wanted) != values.end();
}

}  // namespace

Field layer_name_field() {
  return {"LayerName", Shape::string().length(1, 140).pattern(layer_name_pattern, is_layer_name),
          Presence::Required};
}

Field version_number_field() {
  return {"VersionNumber", Shape::string(), Presence::Required};
}

Field compatible_runtime_field() {
  return {"CompatibleRuntime", runtime_shape()};
}

Field compatible_architecture_field() {
  return {"CompatibleArchitecture", Shape::string().one_of({"x86_64", "arm64"})};
}

Shape compatible_runtimes_shape() {
  return Shape::list_of(runtime_shape()).length(0, 15);
}

Shape compatible_architectures_shape() {
  return Shape::list_of(Shape::string().one_of({"x86_64", "arm64"})).length(0, 2);
}

Shape layer_version_arn_shape() {
  return Shape::string().length(1, 2048).pattern(layer_version_arn_pattern, is_layer_version_arn);
}

LayerName layer_name_of(const Request& request, const OperationContext& context) {
  const std::string_view text = request.required("LayerName").as_string();
  if (auto named = triggers::parse_layer_arn(text)) {
    return *named;
  }
  return {context.name_space, std::string(text), std::nullopt};
}

std::int64_t version_number_of(const Request& request) {
  const std::string_view text = request.required("VersionNumber").as_string();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    throw LambdaError::validation(
        fmt::format("1 validation error detected: Value '{}' at 'versionNumber' failed to satisfy "
                    "constraint: Member must be a number",
                    text));
  }
  if (number < 1) {
    throw LambdaError::invalid_parameter("Layer Version Cannot be less than 1.");
  }
  return number;
}

FoundLayerVersion find_layer_version(const LayerName& name, std::int64_t number,
                                     OperationContext& context) {
  auto layer = context.lambda->functions.layers().find(name.name_space, name.name);
  const LayerVersion* version = layer ? std::as_const(*layer).find(number) : nullptr;
  if (version == nullptr) {
    throw LambdaError::resource_not_found("The resource you requested does not exist.");
  }
  return {*layer, *version};
}

FoundLayerVersion layer_version_with_policy(const Request& request, OperationContext& context) {
  const LayerName name = layer_name_of(request, context);
  const std::int64_t number = version_number_of(request);
  try {
    return find_layer_version(name, number, context);
  } catch (const LambdaError&) {
    LayerDefinition asked_for;
    asked_for.name_space = name.name_space;
    asked_for.name = name.name;
    throw LambdaError::resource_not_found(
        fmt::format("Layer version {} does not exist.", asked_for.version_arn(number)));
  }
}

void change_layer_policy(const Request& request, OperationContext& context,
                         const std::function<void(const LayerDefinition&, LayerVersion&)>& edit) {
  const FoundLayerVersion found = layer_version_with_policy(request, context);
  context.lambda->functions.layers().change(
      found.layer.name_space, found.layer.name, [&](LayerDefinition& layer) {
        LayerVersion* version = layer.find(found.version.number);
        if (version == nullptr) {
          throw LambdaError::resource_not_found("The resource you requested does not exist.");
        }
        const auto revision = request.string("RevisionId");
        if (revision && *revision != version->policy_revision_id) {
          throw LambdaError::precondition_failed(
              "The Revision Id provided does not match the latest Revision Id. Call the "
              "GetLayerPolicy API to retrieve the latest Revision Id");
        }
        edit(layer, *version);
        version->policy_revision_id = random_uuid();
      });
}

ordered_json layer_version_item(const LayerDefinition& layer, const LayerVersion& version) {
  ordered_json item = {{"LayerVersionArn", layer.version_arn(version.number)},
                       {"Version", version.number},
                       {"Description", version.description},
                       {"CreatedDate", lambda_time(version.created_ms)}};
  put_list(item, "CompatibleRuntimes", version.compatible_runtimes);
  put_list(item, "CompatibleArchitectures", version.compatible_architectures);
  if (!version.license_info.empty()) {
    item["LicenseInfo"] = version.license_info;
  }
  return item;
}

ordered_json layer_version_answer(const LayerDefinition& layer, const LayerVersion& version,
                                  const OperationContext& context) {
  ordered_json answer = {
      {"Content",
       {{"Location", fmt::format("{}/_tombola/code/{}", context.lambda->endpoint_url,
                                 triggers::CodeStore::archive_name(version.code_sha256))},
        {"CodeSha256", version.code_sha256},
        {"CodeSize", version.code_size_bytes}}},
      {"LayerArn", layer.arn()}};
  answer.update(layer_version_item(layer, version));
  return answer;
}

bool is_asked_for(const LayerVersion& version, const Request& request) {
  return allows(version.compatible_runtimes, request.string("CompatibleRuntime")) &&
         allows(version.compatible_architectures, request.string("CompatibleArchitecture"));
}

}  // namespace tombola::operations::lambda
