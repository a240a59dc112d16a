#include "operations/ssm/parameter_request.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "services/digest.h"
#include "services/ssm/ssm_limits.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;
namespace limits = services::ssm::limits;

namespace {

bool is_of_name(unsigned char letter) {
  return std::isalnum(letter) != 0 ||
         std::string_view("/_.-").find(static_cast<char>(letter)) != std::string_view::npos;
}

bool begins_with(std::string_view name, std::string_view prefix) {
  name.remove_prefix(name.starts_with('/') ? 1 : 0);
  return name.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), name.begin(),
                    [](char left, unsigned char right) { return left == std::tolower(right); });
}

// The names that an ARN may mean: "parameter/a" is a's and /a's, "parameter/a/b" is /a/b's.
std::vector<std::string> names_of(std::string_view reference) {
  constexpr std::string_view resource = ":parameter/";
  const std::size_t at = reference.find(resource);
  if (!reference.starts_with("arn:") || at == std::string_view::npos) {
    return {std::string(reference)};
  }
  const std::string rest(reference.substr(at + resource.size()));
  return rest.find('/') == std::string::npos ? std::vector<std::string>{rest, "/" + rest}
                                             : std::vector<std::string>{"/" + rest};
}

// Where the selector begins; ARNs have colons of their own.
std::size_t end_of_name(std::string_view reference) {
  const std::size_t resource =
      reference.starts_with("arn:") ? reference.find(":parameter/") : std::string_view::npos;
  const std::size_t from = resource == std::string_view::npos ? 0 : resource + 1;
  return std::min(reference.find(':', from), reference.size());
}

const ParameterVersion* select_version(const Parameter& parameter, std::string_view selector) {
  std::int64_t number = 0;
  const char* const end = selector.data() + selector.size();
  const auto [stopped, error] = std::from_chars(selector.data(), end, number);
  return error == std::errc() && stopped == end ? parameter.find_version(number)
                                                : parameter.find_label(selector);
}

}  // namespace

dynamodb::Field name_field() {
  return {"Name", Shape::string().length(1, limits::name_length_max), dynamodb::Presence::Required};
}

dynamodb::Field names_field() {
  return {"Names",
          Shape::list_of(Shape::string().length(1, limits::name_length_max))
              .length(1, limits::names_at_once_max),
          dynamodb::Presence::Required};
}

dynamodb::Field max_results_field(std::int64_t max) {
  return {"MaxResults", Shape::integer().range(1, max)};
}

void check_new_name(std::string_view name) {
  if (begins_with(name, "aws")) {
    throw services::ServiceError("AccessDeniedException",
                                 fmt::format("No access to reserved parameter name: {}.", name));
  }
  if (begins_with(name, "ssm") || !std::all_of(name.begin(), name.end(), is_of_name) ||
      name.find("//") != std::string_view::npos) {
    throw services::ssm::invalid_parameter_name();
  }
  if (!name.starts_with('/') && name.find('/') != std::string_view::npos) {
    throw services::ssm::validation("Parameter name must be a fully qualified name.");
  }
  if (name.ends_with('/')) {
    throw services::ssm::validation("Parameter name must not end with slash.");
  }
  const auto levels = static_cast<std::size_t>(std::count(name.begin(), name.end(), '/'));
  if (levels > limits::hierarchy_levels_max) {
    throw services::ServiceError(
        "HierarchyLevelLimitExceededException",
        fmt::format("A parameter name hierarchy can have a maximum of {} levels.",
                    limits::hierarchy_levels_max));
  }
  if (name.size() > limits::full_name_length_max) {
    throw services::ssm::validation(
        fmt::format("The parameter name is too long; it may have {} characters.",
                    limits::full_name_length_max));
  }
}

FoundParameter find_parameter(OperationContext& context, std::string_view reference) {
  const std::size_t end = end_of_name(reference);
  const std::string_view selector = reference.substr(std::min(end + 1, reference.size()));
  for (const std::string& name : names_of(reference.substr(0, end))) {
    if (!std::all_of(name.begin(), name.end(), is_of_name)) {
      throw services::ssm::invalid_parameter_name();
    }
    auto parameter = context.services->parameters().find(context.name_space, name);
    if (!parameter) {
      continue;
    }
    const ParameterVersion* version =
        selector.empty() ? &parameter->latest() : select_version(*parameter, selector);
    if (version == nullptr) {
      throw services::ssm::parameter_version_not_found(selector, name);
    }
    return {*parameter, *version, std::string(reference.substr(end))};
  }
  throw services::ssm::parameter_not_found();
}

nlohmann::json FoundParameter::json(bool decrypted) const {
  nlohmann::json shown = parameter_json(parameter, version, decrypted);
  if (!selector.empty()) {
    shown["Selector"] = selector;
  }
  return shown;
}

nlohmann::json parameter_json(const Parameter& parameter, const ParameterVersion& version,
                              bool decrypted) {
  return {{"ARN", parameter.arn()},
          {"DataType", version.data_type},
          {"LastModifiedDate", static_cast<double>(version.modified_ms) / 1000},
          {"Name", parameter.name},
          {"Type", version.type},
          {"Value", shown_value(parameter, version, decrypted)},
          {"Version", version.version}};
}

nlohmann::json metadata_json(const Parameter& parameter, const ParameterVersion& version) {
  nlohmann::json shown = {{"DataType", version.data_type},
                          {"LastModifiedDate", static_cast<double>(version.modified_ms) / 1000},
                          {"LastModifiedUser", version.modified_by},
                          {"Name", parameter.name},
                          {"Policies", nlohmann::json::array()},
                          {"Tier", version.tier},
                          {"Type", version.type},
                          {"Version", version.version}};
  for (const auto& [name, text] :
       {std::pair{"Description", version.description},
        std::pair{"AllowedPattern", version.allowed_pattern}, std::pair{"KeyId", version.key_id}}) {
    if (!text.empty()) {
      shown[name] = text;
    }
  }
  return shown;
}

// There is no KMS, and so no ciphertext: a digest keeps a secret as well, and changes as one would.
std::string shown_value(const Parameter& parameter, const ParameterVersion& version,
                        bool decrypted) {
  if (decrypted || version.type != "SecureString") {
    return version.value;
  }
  return dynamodb::to_base64(*services::checksum(
      "SHA256", fmt::format("{}\n{}\n{}", parameter.arn(), version.version, version.value)));
}

std::string parameters_page(const Request& request, std::vector<nlohmann::json> rows,
                            std::int64_t max) {
  const RowPage page =
      page_of(rows.size(), request.string("NextToken"),
              static_cast<std::size_t>(request.integer("MaxResults").value_or(max)),
              services::ServiceError("InvalidNextToken", "The specified token isn't valid."));
  nlohmann::json answer = {{"Parameters", nlohmann::json::array()}};
  for (std::size_t i = page.begin; i < page.end; ++i) {
    answer["Parameters"].push_back(std::move(rows[i]));
  }
  if (page.next_token) {
    answer["NextToken"] = *page.next_token;
  }
  return answer.dump();
}

}  // namespace tombola::operations::ssm
