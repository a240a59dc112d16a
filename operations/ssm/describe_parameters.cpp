// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
#include "operations/operation.h"
#include "operations/ssm/parameter_filter.h"
#include "operations/ssm/parameter_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;
using services::ssm::Parameter;

namespace {
constexpr std::int64_t results_max = 50;
}  // namespace

const Shape& describe_parameters_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DescribeParametersRequest",
      {{"Filters", Shape::list_of(Shape::structure("ParametersFilter", {})), Unsupported},
       {"ParameterFilters", filters_shape()},
       max_results_field(results_max),
       {"NextToken", Shape::string()},
       // Nobody shares parameters here; asking for those that are shared finds none.
       {"Shared", Shape::boolean()}});
  return shape;
}

std::string describe_parameters(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, describe_parameters_fields(), dynamodb::Wording::Old);
  const ParameterFilters filters(request,
                                 {"Path", "Name", "Tier", "Type", "KeyId", "tag", "DataType"});
  std::vector<nlohmann::json> found;
  if (!request.boolean("Shared").value_or(false)) {
    for (const Parameter& parameter : context.services->parameters().list(context.name_space)) {
      if (filters.pass(parameter, parameter.latest())) {
        found.push_back(metadata_json(parameter, parameter.latest()));
        found.back()["ARN"] = parameter.arn();
      }
    }
  }
  return parameters_page(request, std::move(found), results_max);
}

}  // namespace tombola::operations::ssm
