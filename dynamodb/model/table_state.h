// In which state a table, its indexes and its stream are at a moment: pure functions of the
// definition and the time by the service clock. A table without changes under way is ACTIVE.
// Source: observed on AWS (us-west-2, October 2026), and API_DescribeTable.
#pragma once

#include <cstdint>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

enum class TableStatus { Creating, Active, Updating };
std::string_view to_string(TableStatus status);

TableStatus table_status(const TableDefinition& table, std::int64_t now_ms);

// The change of that kind that is not over yet; null when there is none.
const TableChange* change_under_way(const TableDefinition& table, TableChange::Kind kind,
                                    std::int64_t now_ms);
// The creation, update or deletion of that index.
const TableChange* index_change_under_way(const TableDefinition& table, std::string_view index,
                                          std::int64_t now_ms);
// Of warm throughput, which shows in no status but its own. `index`: empty for the table's.
const TableChange* warm_change_under_way(const TableDefinition& table, std::string_view index,
                                         std::int64_t now_ms);
// Null when no index is being made or dropped.
const TableChange* online_index_change(const TableDefinition& table, std::int64_t now_ms);

// CREATING, UPDATING, DELETING or ACTIVE.
std::string_view index_status(const TableDefinition& table, std::string_view index,
                              std::int64_t now_ms);
// Whether an index can be read: not while its table or itself is being made.
bool is_readable(const TableDefinition& table, const IndexDefinition& index, std::int64_t now_ms);

// ENABLING, ENABLED, DISABLING or DISABLED.
std::string_view stream_status(const StreamDescriptor& stream, std::int64_t now_ms);

// The table as descriptions show it: with what was before for as long as a change is under way, an
// index that is being dropped among its indexes.
TableDefinition as_shown(const TableDefinition& table, std::int64_t now_ms);

// Forgets the changes that are over.
void settle(TableDefinition& table, std::int64_t now_ms);

}  // namespace tombola::dynamodb
