// Tables that DeleteTable has taken away and that still show as DELETING (--table-delay). Nothing
// else leads to them: their rows are gone, and item operations find no table. Every call works in
// the caller's transaction; who puts or forgets one holds the table's definition for update.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

// Also forgets some of those that are over, so that they do not pile up.
void put_deleting_table(Transaction& transaction, const dynamodb::TableDefinition& table,
                        std::int64_t now_ms, std::int64_t until_ms);
std::optional<dynamodb::TableDefinition> find_deleting_table(Transaction& transaction,
                                                             const dynamodb::Namespace& name_space,
                                                             std::string_view table,
                                                             std::int64_t now_ms);
// The name belongs to a new table.
void forget_deleting_table(Transaction& transaction, const dynamodb::Namespace& name_space,
                           std::string_view table);

// Names in byte order, above `after`.
std::vector<std::string> deleting_table_names(Transaction& transaction,
                                              const dynamodb::Namespace& name_space,
                                              std::string_view after, std::int64_t now_ms);

}  // namespace tombola::storage
