// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html
//
// Clients with endpoint discovery call what is named here from then on: this server.
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

constexpr int cache_period_minutes = 1440;

}  // namespace

std::string describe_endpoints(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = dynamodb::Shape::structure("DescribeEndpointsRequest", {});
  Request::checked(json, fields, dynamodb::Wording::Old);
  nlohmann::ordered_json answer = {{"Endpoints", nlohmann::ordered_json::array()}};
  answer["Endpoints"].push_back(
      {{"Address", context.endpoint}, {"CachePeriodInMinutes", cache_period_minutes}});
  return answer.dump();
}

}  // namespace tombola::operations
