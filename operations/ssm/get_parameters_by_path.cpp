// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
#include <algorithm>
#include <cctype>

#include "operations/operation.h"
#include "operations/ssm/parameter_filter.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;

namespace {
constexpr std::int64_t results_max = 10;
}  // namespace

const Shape& get_parameters_by_path_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("GetParametersByPathRequest",
                                              {{"Path", Shape::string().length(1, 2048), Required},
                                               {"Recursive", Shape::boolean()},
                                               {"ParameterFilters", filters_shape()},
                                               {"WithDecryption", Shape::boolean()},
                                               max_results_field(results_max),
                                               {"NextToken", Shape::string()}});
  return shape;
}

namespace {

void check_path(std::string_view path) {
  const bool letters = std::all_of(path.begin(), path.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           std::string_view("/_.-").find(static_cast<char>(letter)) != std::string_view::npos;
  });
  if (!path.starts_with('/') || !letters) {
    throw services::ssm::invalid_path();
  }
}

}  // namespace

std::string get_parameters_by_path(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_parameters_by_path_fields(), dynamodb::Wording::Old);
  const std::string_view path = request.required("Path").as_string();
  check_path(path);
  const ParameterFilters filters(request, {"Type", "KeyId", "Label"});
  const bool recursive = request.boolean("Recursive").value_or(false);
  const bool decrypted = request.boolean("WithDecryption").value_or(false);

  std::vector<nlohmann::json> found;
  for (const Parameter& parameter : context.services->parameters().list(context.name_space)) {
    const std::string label = filters.label();
    const ParameterVersion* version =
        label.empty() ? &parameter.latest() : parameter.find_label(label);
    if (version != nullptr && is_below(parameter.name, path, recursive) &&
        filters.pass(parameter, *version)) {
      found.push_back(parameter_json(parameter, *version, decrypted));
    }
  }
  return parameters_page(request, std::move(found), results_max);
}

}  // namespace tombola::operations::ssm
