// What the two restores share: the target's name, and how a table is made of what there was.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations {

// TargetTableName and the overrides.
std::vector<dynamodb::Field> restore_fields();
// Throws ApiError::validation; its length has words of its own.
void check_target_name(dynamodb::JsonValue request);

struct Restore {
  const dynamodb::TableDefinition& source;  // as it was
  nlohmann::ordered_json summary;           // RestoreSummary
  // Writes its items into the table, which is in no catalog yet.
  std::function<void(const dynamodb::TableDefinition& table)> fill;
  // In the transaction that shows the table: throws when what it was filled from went meanwhile.
  std::function<void(storage::WriteTransaction& transaction)> check_source;
};

// Returns the operation's answer. Throws TableAlreadyExistsException, too.
std::string restore_table(const Restore& restore, const Request& request,
                          OperationContext& context);

}  // namespace tombola::operations
