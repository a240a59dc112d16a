// TableDescription: what DescribeTable, CreateTable, UpdateTable and DeleteTable answer.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

// CreateTable shows no index's warm throughput, and the table's only to whoever asked for some.
enum class ShownWarmth { Everywhere, OfTable, Nowhere };

// {"<member>":{"AttributeDefinitions":...}}: the table as it is at `now_ms` by the service clock,
// with the changes that are under way.
std::string table_description_answer(std::string_view member,
                                     const dynamodb::TableDefinition& table,
                                     storage::Transaction& transaction, std::int64_t now_ms,
                                     ShownWarmth warmth = ShownWarmth::Everywhere);

// The same of a table that is DELETING, of which AWS shows less: no keys, no indexes, no date.
std::string deleting_table_answer(std::string_view member, const dynamodb::TableDefinition& table,
                                  storage::Transaction& transaction, std::int64_t now_ms);

}  // namespace tombola::operations
