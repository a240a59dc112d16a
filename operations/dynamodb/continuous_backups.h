// ContinuousBackupsDescription, and the table that it is about.
#pragma once

#include <cstdint>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"

namespace tombola::operations {

// {"ContinuousBackupsDescription":{...}}
std::string continuous_backups_answer(const dynamodb::TableDefinition& table, std::int64_t now_ms);

// TableNotFoundException, which these two operations have instead of ResourceNotFoundException.
storage::TableSnapshot backed_up_table_or_throw(storage::TableSnapshot table,
                                                const std::string& name);

}  // namespace tombola::operations
