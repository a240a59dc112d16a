// ReturnConsumedCapacity: what an operation cost, as AWS shapes it. Source: API_ConsumedCapacity.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/capacity.h"
#include "operations/request.h"

namespace tombola::operations {

enum class CapacityDetail { None, Total, Indexes };

CapacityDetail capacity_detail_of(const Request& request);

// {"TableName":"t","CapacityUnits":1.0} and, for Indexes, "Table":{"CapacityUnits":1.0}. `table`:
// the name as the request gave it.
void append_consumed_capacity(std::string& out, CapacityDetail detail, std::string_view table,
                              dynamodb::CapacityUnits units);

// ,"ConsumedCapacity":{...} unless the detail is None.
void append_consumed_capacity_member(std::string& out, CapacityDetail detail,
                                     std::string_view table, dynamodb::CapacityUnits units);

// ,"ConsumedCapacity":[{...}]: batches and transactions answer one per table.
using UnitsByTable = std::map<std::string_view, dynamodb::CapacityUnits>;
void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByTable& units);

}  // namespace tombola::operations
