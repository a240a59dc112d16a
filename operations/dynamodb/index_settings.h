// Secondary indexes in CreateTable's and UpdateTable's requests: their tables of fields, and what
// they say.
#pragma once

#include <vector>

#include "dynamodb/validation/index_rules.h"
#include "dynamodb/validation/shape.h"
#include "operations/request.h"

namespace tombola::operations {

dynamodb::Shape key_schema_shape(std::size_t elements_max);
dynamodb::Shape local_secondary_indexes_shape();
dynamodb::Shape global_secondary_indexes_shape();
dynamodb::Shape global_secondary_index_updates_shape();

// Of one index; `is_global` decides what it may hold.
dynamodb::IndexRequest index_request_of(const Request& index, bool is_global);
// Of all indexes that CreateTable is to make, local ones first. Throws for an empty list.
std::vector<dynamodb::IndexRequest> index_requests_of(const Request& request);

std::vector<dynamodb::KeySchemaElement> key_schema_of(const Request& request);

}  // namespace tombola::operations
