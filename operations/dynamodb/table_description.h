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
  // CreateTable shows warm throughput only to whoever asked for some.
  bool shows_warm_throughput = true;
  std::string_view warm_status = "ACTIVE";
  std::string_view encryption_status = "ENABLED";
};

// {"<member>":{"AttributeDefinitions":...}}; `now_ms` by the service clock.
std::string table_description_answer(std::string_view member,
                                     const dynamodb::TableDefinition& table, ShownStatus shown,
                                     storage::Transaction& transaction, std::int64_t now_ms);

}  // namespace tombola::operations
