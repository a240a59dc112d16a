// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
//
// The quotas of an account as AWS gives them to everybody at first.
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {

std::string describe_limits(OperationContext& /*context*/, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = dynamodb::Shape::structure("DescribeLimitsInput", {});
  Request::checked(json, fields, dynamodb::Wording::Old);
  return nlohmann::ordered_json(
             {{"AccountMaxReadCapacityUnits", limits::account_capacity_units_max},
              {"AccountMaxWriteCapacityUnits", limits::account_capacity_units_max},
              {"TableMaxReadCapacityUnits", limits::table_capacity_units_max},
              {"TableMaxWriteCapacityUnits", limits::table_capacity_units_max}})
      .dump();
}

}  // namespace tombola::operations
