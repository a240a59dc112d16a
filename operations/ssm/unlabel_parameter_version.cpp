// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html
#include "operations/operation.h"
#include "operations/ssm/label_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;

const Shape& unlabel_parameter_version_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UnlabelParameterVersionRequest",
      {name_field(), {"ParameterVersion", Shape::integer(), Required}, labels_field()});
  return shape;
}

std::string unlabel_parameter_version(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, unlabel_parameter_version_fields(), dynamodb::Wording::Old);
  nlohmann::json removed = nlohmann::json::array();
  nlohmann::json invalid = nlohmann::json::array();
  change_labels(context, request, [&](Parameter& /*parameter*/, ParameterVersion& version) {
    removed.clear();
    invalid.clear();
    for (const std::string& label : labels_of(request)) {
      (std::erase(version.labels, label) > 0 ? removed : invalid).push_back(label);
    }
  });
  return nlohmann::json{{"InvalidLabels", std::move(invalid)},
                        {"RemovedLabels", std::move(removed)}}
      .dump();
}

}  // namespace tombola::operations::ssm
