// TableDescription: what DescribeTable, CreateTable, UpdateTable and DeleteTable answer.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

// What AWS shows of a table that is still changing. By the time the client reads it, it is done.
struct ShownStatus {
  dynamodb::TableStatus table;
  // CREATING a table shows its global indexes so; an UpdateTable shows the one that it makes or
  // drops.
  std::string_view index = {};
  std::string_view index_status = {};
};

// {"<member>":{"AttributeDefinitions":...}}
std::string table_description_answer(std::string_view member,
                                     const dynamodb::TableDefinition& table, ShownStatus shown,
                                     storage::Transaction& transaction);

}  // namespace tombola::operations
