// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
#include <fmt/format.h>

#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"
#include "operations/sts/session_request.h"
#include "services/perl_pattern.h"
#include "services/ssm/ssm_limits.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;
using services::ssm::validation;
namespace limits = services::ssm::limits;

const Shape& put_parameter_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PutParameterRequest",
      {name_field(),
       {"Description", Shape::string().length(0, 1024)},
       {"Value", Shape::string().length(1, std::size_t{1} << 20), Required},
       {"Type", Shape::string().one_of({"SecureString", "StringList", "String"})},
       {"KeyId", Shape::string().length(1, 256)},
       {"Overwrite", Shape::boolean()},
       {"AllowedPattern", Shape::string().length(0, 1024)},
       {"Tags", tag_list_shape()},
       {"Tier", Shape::string().one_of({"Intelligent-Tiering", "Advanced", "Standard"})},
       {"Policies", Shape::string(), Unsupported},
       {"DataType", Shape::string().length(0, 128).one_of({"text"})}});
  return shape;
}

namespace {

void check_pattern(const ParameterVersion& version) {
  if (version.allowed_pattern.empty()) {
    return;
  }
  bool matches = false;
  try {
    matches = services::PerlPattern(version.allowed_pattern).matches(version.value);
  } catch (const services::PatternError&) {
    throw services::ServiceError(
        "InvalidAllowedPatternException",
        fmt::format("The allowed pattern {} is not a valid regular expression.",
                    version.allowed_pattern));
  } catch (const std::runtime_error&) {
    // A match that would take for ever is none.
  }
  if (!matches) {
    throw services::ServiceError(
        "ParameterPatternMismatchException",
        fmt::format("Parameter value, cannot be validated against allowedPattern: {}",
                    version.allowed_pattern));
  }
}

// The tier that a value of that size has, where it was asked for `wanted` and is `old`.
std::string tier_of(std::size_t value_bytes, const std::string& wanted, const std::string& old) {
  if (wanted == "Standard" && old == "Advanced") {
    throw validation(
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
        "advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the "
        "advanced parameter and recreate it as a standard parameter. Be aware that standard "
        "parameters have a value limit of 4096 characters.");
  }
  const bool may_choose = wanted == "Intelligent-Tiering";
  const bool advanced = wanted == "Advanced" || old == "Advanced" ||
                        (may_choose && value_bytes > limits::standard_value_bytes_max);
  if (!advanced && value_bytes > limits::standard_value_bytes_max) {
    throw validation(
        "Standard tier parameters support a maximum parameter value of 4096 characters. To create "
        "a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For "
        "more information, see "
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
        "parameter-store-advanced-parameters.html");
  }
  if (value_bytes > limits::advanced_value_bytes_max) {
    throw validation(
        "Advanced tier parameters support a maximum parameter value of 8192 characters.");
  }
  return advanced ? "Advanced" : "Standard";
}

// The oldest version goes when there are too many, unless a label holds it.
void make_room(Parameter& parameter) {
  if (parameter.versions.size() < limits::versions_kept) {
    return;
  }
  const ParameterVersion& oldest = parameter.versions.front();
  if (!oldest.labels.empty()) {
    throw services::ServiceError(
        "ParameterMaxVersionLimitExceeded",
        fmt::format("You attempted to create a new version of {} by calling the PutParameter API "
                    "with the overwrite flag. Version {}, the oldest version, can't be deleted "
                    "because it has a label associated with it. Move the label to another version "
                    "of the parameter, and try again.",
                    parameter.name, oldest.version));
  }
  parameter.versions.erase(parameter.versions.begin());
}

// The new version; `old`: the one before it, if there is one.
ParameterVersion version_of(const Request& request, const ParameterVersion* old) {
  ParameterVersion version;
  if (old != nullptr) {
    version = *old;
    version.labels.clear();
    ++version.version;
  } else if (!request.has("Type")) {
    throw validation("A parameter type is required when you create a parameter.");
  }
  const std::string old_tier = old != nullptr ? old->tier : "";
  version.value = request.required("Value").as_string();
  version.type = request.string("Type").value_or(version.type);
  version.description = request.string("Description").value_or(version.description);
  version.allowed_pattern = request.string("AllowedPattern").value_or(version.allowed_pattern);
  version.tier =
      tier_of(version.value.size(), std::string(request.string("Tier").value_or("")), old_tier);
  if (version.type != "SecureString") {
    version.key_id.clear();
  } else if (version.key_id.empty() || request.has("KeyId")) {
    version.key_id = request.string("KeyId").value_or("alias/aws/ssm");
  }
  check_pattern(version);
  return version;
}

}  // namespace

std::string put_parameter(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, put_parameter_fields(), dynamodb::Wording::Old);
  const std::string_view name = request.required("Name").as_string();
  const bool overwrite = request.boolean("Overwrite").value_or(false);
  check_new_name(name);
  if (overwrite && request.has("Tags")) {
    throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with "
        "tags, please remove overwrite flag. To update tags for an existing parameter, please use "
        "AddTagsToResource or RemoveTagsFromResource.");
  }
  ParameterVersion put;
  context.services->parameters().change(
      context.name_space, name, [&](std::optional<Parameter>& parameter) {
        if (parameter && !overwrite) {
          throw services::ssm::parameter_already_exists();
        }
        put = version_of(request, parameter ? &parameter->latest() : nullptr);
        put.modified_ms = context.services->now_ms();
        put.modified_by = sts::caller(context).arn;
        if (!parameter) {
          parameter = Parameter{context.name_space, std::string(name), {}, tags_of(request)};
        }
        make_room(*parameter);
        parameter->versions.push_back(put);
      });
  return nlohmann::json{{"Tier", put.tier}, {"Version", put.version}}.dump();
}

}  // namespace tombola::operations::ssm
