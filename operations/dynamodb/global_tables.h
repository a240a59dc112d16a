// Global tables of version 2017.11.29: their API still answers on AWS, but nobody can make one any
// more, so it never finds one. Words: observed on AWS (us-west-2, us-east-1, us-east-2 and
// eu-west-1, October 2026).
#pragma once

#include <string_view>

#include "operations/request.h"

namespace tombola::operations {

// The request, whose GlobalTableName is a table's name. Throws ApiError::validation.
Request global_table_request(dynamodb::JsonValue json, const dynamodb::Shape& fields);

[[noreturn]] void refuse_version_2017();
// `lead`: what some operations say before the sentence.
[[noreturn]] void throw_no_global_table(const Request& request, std::string_view lead = {});

}  // namespace tombola::operations
