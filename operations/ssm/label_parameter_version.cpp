// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html
//
// A label is on one version: it moves.
#include <algorithm>

#include "operations/operation.h"
#include "operations/ssm/label_request.h"
#include "services/ssm/ssm_limits.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;

const Shape& label_parameter_version_fields() {
  static const Shape shape =
      Shape::structure("LabelParameterVersionRequest",
                       {name_field(), {"ParameterVersion", Shape::integer()}, labels_field()});
  return shape;
}

std::string label_parameter_version(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, label_parameter_version_fields(), dynamodb::Wording::Old);
  std::vector<std::string> labels = labels_of(request);
  const auto first_invalid = std::stable_partition(labels.begin(), labels.end(), is_label);
  const std::vector<std::string> invalid(first_invalid, labels.end());
  labels.erase(first_invalid, labels.end());
  const std::int64_t version =
      change_labels(context, request, [&](Parameter& parameter, ParameterVersion& labelled) {
        for (const std::string& label : labels) {
          for (ParameterVersion& one : parameter.versions) {
            std::erase(one.labels, label);
          }
          labelled.labels.push_back(label);
        }
        if (labelled.labels.size() > services::ssm::limits::labels_of_a_version_max) {
          throw services::ServiceError(
              "ParameterVersionLabelLimitExceeded",
              "A parameter version can have maximum 10 labels.Move one or more labels to another "
              "version and try again.");
        }
      });
  return nlohmann::json{{"InvalidLabels", invalid}, {"ParameterVersion", version}}.dump();
}

}  // namespace tombola::operations::ssm
