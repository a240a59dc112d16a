// TableName: a name, or the table's ARN.
#pragma once

#include <string>

#include "operations/operation_context.h"
#include "operations/request.h"

namespace tombola::operations {

// What a table's name may be.
dynamodb::Shape plain_table_name_shape();

// For table operations, before anything else is checked. Throws ApiError::validation: absent.
void require_table_name(dynamodb::JsonValue request);
// ..., or neither an ARN nor a name that a table may have.
void check_table_name_of_table_operation(dynamodb::JsonValue request);

// The plain name behind TableName. Throws for an ARN that is none or is another region's
// (ValidationException), or another account's (AccessDeniedException).
std::string table_name_of(const Request& request, const OperationContext& context);
std::string resolve_table_name(std::string_view name_or_arn, const OperationContext& context);

// The table, or the words of ApiError::resource_not_found that item operations use: it is not
// there, or still being created.
storage::TableSnapshot found_or_throw(storage::TableSnapshot table,
                                      const OperationContext& context);
bool is_being_created(const dynamodb::TableDefinition& table, const OperationContext& context);
// Those that table operations use.
[[noreturn]] void throw_table_not_found(std::string_view name);

}  // namespace tombola::operations
