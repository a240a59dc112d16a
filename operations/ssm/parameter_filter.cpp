#include "operations/ssm/parameter_filter.h"

#include <algorithm>

#include <fmt/format.h>

#include "services/service_error.h"

namespace tombola::operations::ssm {

using dynamodb::JsonValue;
using dynamodb::Shape;
using services::ServiceError;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;

namespace {

constexpr std::string_view tag_prefix = "tag:";

bool is_filter_key(std::string_view key) {
  static constexpr std::string_view keys[] = {"Name",  "Type", "KeyId",   "Path",
                                              "Label", "Tier", "DataType"};
  return (key.starts_with(tag_prefix) && key.size() > tag_prefix.size()) ||
         std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

std::vector<std::string_view> options_of(std::string_view key) {
  if (key == "Path") {
    return {"OneLevel", "Recursive"};
  }
  if (key == "Name") {
    return {"Equals", "BeginsWith", "Contains"};
  }
  return {"Equals", "BeginsWith"};
}

std::vector<std::string> texts_of(const std::optional<JsonValue>& list) {
  std::vector<std::string> texts;
  if (list) {
    for (const JsonValue text : list->elements()) {
      texts.emplace_back(text.as_string());
    }
  }
  return texts;
}

std::string tag_of(const Parameter& parameter, const std::string& key) {
  const auto found = parameter.tags.find(key);
  return found == parameter.tags.end() ? "" : found->second;
}

}  // namespace

Shape filters_shape() {
  using enum dynamodb::Presence;
  return Shape::list_of(Shape::structure(
      "ParameterStringFilter",
      {{"Key",
        Shape::string().length(1, 132).pattern("tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
                                               is_filter_key),
        Required},
       {"Option", Shape::string().length(1, 10)},
       {"Values", Shape::list_of(Shape::string().length(1, 1024)).length(1, 50)}}));
}

ParameterFilters::ParameterFilters(const Request& request,
                                   std::initializer_list<std::string_view> keys) {
  const auto given = request.member("ParameterFilters");
  if (!given) {
    return;
  }
  for (const JsonValue one : given->elements()) {
    const Request json(one);
    Filter filter{std::string(json.required("Key").as_string()),
                  std::string(json.string("Option").value_or("")), texts_of(json.member("Values"))};
    const std::string kind = filter.key.starts_with(tag_prefix) ? "tag" : filter.key;
    if (std::find(keys.begin(), keys.end(), kind) == keys.end()) {
      throw ServiceError(
          "InvalidFilterKey",
          fmt::format("The following filter key is not valid: {}. Valid filter keys include: [{}].",
                      filter.key, fmt::join(keys, ", ")));
    }
    const std::vector<std::string_view> options = options_of(kind);
    if (filter.option.empty()) {
      filter.option = options.front();
    }
    if (std::find(options.begin(), options.end(), filter.option) == options.end()) {
      throw ServiceError(
          "InvalidFilterOption",
          fmt::format("The following filter option is not valid: {}. Valid options include: [{}].",
                      filter.option, fmt::join(options, ", ")));
    }
    if (filter.values.empty() && kind != "tag") {
      throw ServiceError("InvalidFilterValue",
                         fmt::format("The following filter values are missing : null for filter "
                                     "key {}",
                                     filter.key));
    }
    filters_.push_back(std::move(filter));
  }
}

bool ParameterFilters::pass(const Parameter& parameter, const ParameterVersion& version) const {
  return std::all_of(filters_.begin(), filters_.end(),
                     [&](const Filter& filter) { return passes(filter, parameter, version); });
}

std::string ParameterFilters::label() const {
  for (const Filter& filter : filters_) {
    if (filter.key == "Label") {
      return filter.values.front();
    }
  }
  return "";
}

bool ParameterFilters::passes(const Filter& filter, const Parameter& parameter,
                              const ParameterVersion& version) {
  if (filter.key == "Label") {
    return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& label) {
      return std::find(version.labels.begin(), version.labels.end(), label) != version.labels.end();
    });
  }
  if (filter.key == "Path") {
    return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& path) {
      return is_below(parameter.name, path, filter.option == "Recursive");
    });
  }
  if (filter.key.starts_with(tag_prefix) && filter.values.empty()) {
    return parameter.tags.contains(filter.key.substr(tag_prefix.size()));
  }
  const std::string text = filter.key == "Name"    ? parameter.name
                           : filter.key == "Type"  ? version.type
                           : filter.key == "KeyId" ? version.key_id
                           : filter.key == "Tier"  ? version.tier
                           : filter.key == "DataType"
                               ? version.data_type
                               : tag_of(parameter, filter.key.substr(tag_prefix.size()));
  return std::any_of(filter.values.begin(), filter.values.end(), [&](const std::string& value) {
    return filter.option == "Equals"       ? text == value
           : filter.option == "BeginsWith" ? text.starts_with(value)
                                           : text.find(value) != std::string::npos;
  });
}

bool is_below(std::string_view name, std::string_view path, bool recursive) {
  path.remove_suffix(path.ends_with('/') ? 1 : 0);
  if (!name.starts_with(path)) {
    return false;
  }
  name.remove_prefix(path.size());
  // The root has the parameters without a path, too.
  if (path.empty() && !name.starts_with('/')) {
    return true;
  }
  return name.starts_with('/') && (recursive || name.find('/', 1) == std::string_view::npos);
}

}  // namespace tombola::operations::ssm
