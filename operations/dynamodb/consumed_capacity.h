// ReturnConsumedCapacity: what an operation cost, table and indexes apart, as AWS shapes it.
// Source: API_ConsumedCapacity.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dynamodb/model/capacity.h"
#include "dynamodb/model/table_definition.h"
#include "operations/request.h"
#include "storage/index_writer.h"

namespace tombola::operations {

enum class CapacityDetail { None, Total, Indexes };

CapacityDetail capacity_detail_of(const Request& request);

struct ConsumedUnits {
  dynamodb::CapacityUnits table;
  storage::IndexUnits local_indexes;
  storage::IndexUnits global_indexes;

  void add_indexes(const storage::IndexUnits& units, const dynamodb::TableDefinition& definition);
  dynamodb::CapacityUnits total() const;
  ConsumedUnits& operator+=(const ConsumedUnits& other);
};

// ,"ConsumedCapacity":{"TableName":"t","CapacityUnits":1} and, for Indexes, the parts; nothing if
// the detail is None. `table`: the name as the request gave it.
void append_consumed_capacity_member(std::string& out, CapacityDetail detail,
                                     std::string_view table, const ConsumedUnits& units);

// ,"ConsumedCapacity":[{...}]: batches and transactions answer one per table.
using UnitsByTable = std::map<std::string_view, ConsumedUnits>;
void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByTable& units);

// The same with an entry for each statement of a batch, in their order.
using UnitsByStatement = std::vector<std::pair<std::string_view, ConsumedUnits>>;
void append_consumed_capacities_member(std::string& out, CapacityDetail detail,
                                       const UnitsByStatement& units);

// The same as for tables in a transaction, which repeats the figure under `kind`, ReadCapacityUnits
// or WriteCapacityUnits, at each level.
void append_transaction_capacities_member(std::string& out, CapacityDetail detail,
                                          const UnitsByTable& units, std::string_view kind);

}  // namespace tombola::operations
