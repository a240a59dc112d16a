// The table that a request asks for, CreateTable's or ImportTable's.
#pragma once

#include <cstdint>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations {

// All of the definition that the request alone decides. Throws ApiError::validation for what does not
// go together.
dynamodb::TableDefinition requested_table(const Request& request,
                                          const dynamodb::Namespace& name_space);

// Throws ApiError::resource_in_use; its words depend on the state of the table that has the name.
void require_free_name(OperationContext& context, storage::Transaction& transaction,
                       const std::string& name);

// It shows as CREATING until then.
void begin_creation(dynamodb::TableDefinition& table, std::int64_t until_ms);

}  // namespace tombola::operations
