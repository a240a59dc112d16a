// What the three operations of PartiQL share: the fields of a statement, and where it leads.
#pragma once

#include <string>
#include <vector>

#include "dynamodb/partiql/statement.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/catalog.h"

namespace tombola::operations {

// Statement, Parameters and ReturnValuesOnConditionCheckFailure, which each of the three takes.
std::vector<dynamodb::Field> statement_fields();

// Places the Parameters. Throws ApiError::validation; see statement.h.
dynamodb::partiql::Statement read_statement(const Request& request);

bool returns_item_on_failure(const Request& request);

// Names of the primary key's attributes.
std::vector<std::string> key_names_of(const dynamodb::TableDefinition& table);

storage::TableSnapshot find_table(OperationContext& context, storage::Transaction& transaction,
                                  const dynamodb::partiql::Statement& statement);

}  // namespace tombola::operations
