// The enumerations that the old framework still checks where the new one does the rest: it comes after
// the new one, tells its complaints together and echoes the values. Source:
// paritysuite/dynamodb-conformance, observed in eu-west-2 and us-east-1, 2026-10-09.
#pragma once

#include "dynamodb/json/json_document.h"

namespace tombola::operations {

// Each throws ApiError::validation.
void check_old_enumerations_of_reads(dynamodb::JsonValue request);
void check_old_enumerations_of_writes(dynamodb::JsonValue request);
void check_old_enumerations_of_query(dynamodb::JsonValue request);

}  // namespace tombola::operations
