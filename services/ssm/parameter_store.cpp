#include "services/ssm/parameter_store.h"

#include <algorithm>
#include <cctype>

#include "storage/layout.h"

namespace tombola::services::ssm {
namespace {

// What the CDK CLI 2.1148 writes there.
constexpr std::string_view bootstrap_version = "33";

bool is_bootstrap_version(std::string_view name) {
  constexpr std::string_view before = "/cdk-bootstrap/";
  constexpr std::string_view after = "/version";
  if (!name.starts_with(before) || !name.ends_with(after) ||
      name.size() <= before.size() + after.size()) {
    return false;
  }
  const std::string_view qualifier =
      name.substr(before.size(), name.size() - before.size() - after.size());
  return std::all_of(qualifier.begin(), qualifier.end(),
                     [](unsigned char letter) { return std::isalnum(letter) != 0; });
}

}  // namespace

std::optional<Parameter> ParameterStore::find(const dynamodb::Namespace& name_space,
                                              std::string_view name) const {
  if (const auto row = rows_.find(storage::layout::parameter_key(name_space, name))) {
    return parameter_from_json(*row);
  }
  if (!is_bootstrap_version(name)) {
    return std::nullopt;
  }
  ParameterVersion version;
  version.type = "String";
  version.value = bootstrap_version;
  return Parameter{name_space, std::string(name), {version}, {}};
}

std::vector<Parameter> ParameterStore::list(const dynamodb::Namespace& name_space) const {
  std::vector<Parameter> parameters;
  for (const std::string& row : rows_.list(storage::layout::parameter_prefix(name_space))) {
    parameters.push_back(parameter_from_json(row));
  }
  return parameters;
}

void ParameterStore::change(const dynamodb::Namespace& name_space, std::string_view name,
                            const std::function<void(std::optional<Parameter>&)>& edit) {
  rows_.change(storage::layout::parameter_key(name_space, name),
               [&](const std::optional<std::string>& row) -> std::optional<std::string> {
                 std::optional<Parameter> parameter;
                 if (row) {
                   parameter = parameter_from_json(*row);
                 }
                 edit(parameter);
                 return parameter ? std::optional(parameter_to_json(*parameter)) : std::nullopt;
               });
}

}  // namespace tombola::services::ssm
