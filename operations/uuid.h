// Random UUIDs (version 4), as AWS gives to tables and requests.
#pragma once

#include <string>

namespace tombola::operations {

std::string random_uuid();

}  // namespace tombola::operations
