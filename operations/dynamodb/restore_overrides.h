// What a restored table has otherwise than the backup: the Override members of a restore's request.
// Words: observed on AWS (us-west-2, October 2026).
#pragma once

#include <vector>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/shape.h"
#include "operations/request.h"

namespace tombola::operations {

std::vector<dynamodb::Field> restore_override_fields();

// The table that a restore makes of `source`, which was backed up. It has the source's keys, indexes,
// throughput and encryption, unless the request says otherwise, and no streams, times to live or
// other settings; its name, ids and times are the caller's to give. Throws ApiError::validation.
dynamodb::TableDefinition restored_table(const dynamodb::TableDefinition& source,
                                         const Request& request,
                                         const dynamodb::Namespace& name_space);

}  // namespace tombola::operations
