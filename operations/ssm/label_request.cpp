#include "operations/ssm/label_request.h"

#include <algorithm>
#include <cctype>

#include "services/ssm/ssm_limits.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;
using services::ssm::ParameterVersion;
namespace limits = services::ssm::limits;

dynamodb::Field labels_field() {
  return {"Labels",
          Shape::list_of(Shape::string().length(1, limits::label_length_max))
              .length(1, limits::labels_of_a_version_max),
          dynamodb::Presence::Required};
}

std::vector<std::string> labels_of(const Request& request) {
  std::vector<std::string> labels;
  for (const dynamodb::JsonValue label : request.required("Labels").elements()) {
    labels.emplace_back(label.as_string());
  }
  return labels;
}

bool is_label(std::string_view text) {
  std::string small(text.substr(0, 3));
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) == 0 &&
         small != "aws" && small != "ssm" &&
         std::all_of(text.begin(), text.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '.' || letter == '-' || letter == '_';
         });
}

std::int64_t change_labels(OperationContext& context, const Request& request,
                           const EditLabels& edit) {
  std::int64_t number = 0;
  const std::string_view name = request.required("Name").as_string();
  context.services->parameters().change(
      context.name_space, name, [&](std::optional<Parameter>& parameter) {
        if (!parameter) {
          throw services::ssm::parameter_not_found();
        }
        number = request.integer("ParameterVersion").value_or(parameter->latest().version);
        const auto version =
            std::find_if(parameter->versions.begin(), parameter->versions.end(),
                         [&](const ParameterVersion& one) { return one.version == number; });
        if (version == parameter->versions.end()) {
          throw services::ssm::parameter_version_not_found(std::to_string(number), name);
        }
        edit(*parameter, *version);
      });
  return number;
}

}  // namespace tombola::operations::ssm
