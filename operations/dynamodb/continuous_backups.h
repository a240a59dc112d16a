// ContinuousBackupsDescription, the table that it is about, and the moments to which it can be
// restored.
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

// Both inclusive. Right after recovery was turned on they are that moment.
struct RestorableTimes {
  std::int64_t earliest_ms = 0;
  std::int64_t latest_ms = 0;
};
// Throws PointInTimeRecoveryUnavailableException.
RestorableTimes restorable_times_or_throw(const dynamodb::TableDefinition& table,
                                          std::int64_t now_ms);

}  // namespace tombola::operations
