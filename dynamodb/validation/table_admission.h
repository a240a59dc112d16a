// Which changes of a table keep which others out. Pure: the definition, what is wanted, the time by
// the service clock. Source: observed on AWS (us-west-2 and us-east-1, October 2026).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

// What an UpdateTable asks for, as far as something can be in its way.
struct WantedChanges {
  bool throughput = false;  // other units, or another billing mode
  bool stream = false;
  bool table_class = false;
  bool encryption = false;
  bool on_demand = false;
  std::vector<std::string> created_indexes;
  std::vector<std::string> deleted_indexes;
  std::vector<std::string> updated_indexes;
};

// Each throws ResourceInUseException, in AWS's words for the change that is under way.
// LimitExceededException: a second index at a time.
void check_update_admitted(const TableDefinition& table, const WantedChanges& wanted,
                           std::int64_t now_ms);
void check_deletion_admitted(const TableDefinition& table, std::int64_t now_ms);

// "Attempt to change a resource which is still in use: <detail>"
ApiError still_in_use(const std::string& detail);
ApiError still_being_created(const std::string& table);
ApiError still_being_deleted(const std::string& table);
ApiError one_online_index_only();

}  // namespace tombola::dynamodb
