// Catalog rows: definitions of tables and streams as versioned JSON.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"

namespace tombola::storage {

// The readers throw std::runtime_error on a row of a version that they do not know.
std::string table_to_json(const dynamodb::TableDefinition& table);
dynamodb::TableDefinition table_from_json(std::string_view row);
std::string stream_to_json(const StreamEntry& stream);
StreamEntry stream_from_json(std::string_view row);

}  // namespace tombola::storage
