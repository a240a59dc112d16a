// ImportTable's request: its table of fields, the table that it makes, how its objects are read.
#pragma once

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"
#include "operations/dynamodb/import_format.h"
#include "operations/request.h"

namespace tombola::operations {

// Throws ApiError.
Request checked_import_request(dynamodb::JsonValue json);

// Throws ApiError::validation, as CreateTable does.
dynamodb::TableDefinition imported_table(const Request& request,
                                         const dynamodb::Namespace& name_space);
// TableCreationParameters, of which only what AWS knows.
nlohmann::ordered_json table_creation_parameters(const Request& request);

ImportFormat import_format_of(const Request& request);

}  // namespace tombola::operations
