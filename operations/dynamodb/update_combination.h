// UpdateTable makes one change at a time: which members of a request may come together.
#pragma once

#include "operations/request.h"

namespace tombola::operations {

// Throws ApiError::validation: nothing to change, or things that do not go together.
void check_combination(const Request& request);

}  // namespace tombola::operations
