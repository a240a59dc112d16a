// Reads all objects under an import's prefix into its table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations {

// What goes wrong is told here, in the stream <id>/error.
inline constexpr std::string_view import_log_group = "/aws-dynamodb/imports";

struct ImportSource {
  const Request& request;
  const dynamodb::TableDefinition& table;  // in no catalog yet
  std::string arn;
  std::string id;
};

struct ImportCounts {
  std::int64_t processed = 0;
  std::int64_t imported = 0;
  std::int64_t errors = 0;
  std::int64_t bytes = 0;  // uncompressed
};

ImportCounts import_objects(const ImportSource& source, OperationContext& context);

}  // namespace tombola::operations
