// TableDescription: what DescribeTable, CreateTable, UpdateTable and DeleteTable answer.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

// {"<member>":{"AttributeDefinitions":...}}. `shown`: CreateTable answers CREATING for a table that
// is ready by the time the client reads the answer, and so on.
std::string table_description_answer(std::string_view member,
                                     const dynamodb::TableDefinition& table,
                                     dynamodb::TableStatus shown,
                                     storage::Transaction& transaction);

}  // namespace tombola::operations
