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

// ,"ConsumedCapacity":{"TableName":"t","CapacityUnits":1} and, for Indexes,
// "Table":{"CapacityUnits":1}; nothing if the detail is None. `table`: the name as the request gave
// it.
void append_consumed_capacity_member(std::string& out, CapacityDetail detail,
                                     std::string_view table, dynamodb::CapacityUnits units);

// ,"ConsumedCapacity":[{...}]: batches and transactions answer one per table.
using UnitsByTable = std::map<std::string_view, dynamodb::CapacityUnits>;
void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByTable& units);

// The same for a transaction, which repeats the figure under `kind`, ReadCapacityUnits or
// WriteCapacityUnits, at each level.
void append_transaction_capacities_member(std::string& out, CapacityDetail detail,
                                          const UnitsByTable& units, std::string_view kind);

}  // namespace tombola::operations
