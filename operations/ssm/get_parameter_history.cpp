// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
#include "operations/operation.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::ParameterVersion;

namespace {
constexpr std::int64_t results_max = 50;
}  // namespace

const Shape& get_parameter_history_fields() {
  static const Shape shape =
      Shape::structure("GetParameterHistoryRequest", {name_field(),
                                                      {"WithDecryption", Shape::boolean()},
                                                      max_results_field(results_max),
                                                      {"NextToken", Shape::string()}});
  return shape;
}

std::string get_parameter_history(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_parameter_history_fields(), dynamodb::Wording::Old);
  const FoundParameter found = find_parameter(context, request.required("Name").as_string());
  const bool decrypted = request.boolean("WithDecryption").value_or(false);
  std::vector<nlohmann::json> versions;
  for (const ParameterVersion& version : found.parameter.versions) {
    versions.push_back(metadata_json(found.parameter, version));
    versions.back()["Value"] = shown_value(found.parameter, version, decrypted);
    versions.back()["Labels"] = version.labels;
  }
  return parameters_page(request, std::move(versions), results_max);
}

}  // namespace tombola::operations::ssm
