// What PutItem and DeleteItem answer: the old item if it was asked for, and what the write cost.
#pragma once

#include <optional>
#include <string>

#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/item_collections.h"
#include "operations/request.h"

namespace tombola::operations {

// ReturnValues ALL_OLD. Throws ApiError::validation for what only UpdateItem takes.
bool returns_old_item(const Request& request);

// 0 when there is no item.
std::size_t stored_size_bytes(const std::optional<std::string>& stored_bytes);

// {} or {"Attributes":{...},"ConsumedCapacity":{...},"ItemCollectionMetrics":{...}}.
std::string write_answer(const Request& request, const std::optional<std::string>& returned_item,
                         const ConsumedUnits& units, const ItemCollections& collections);

}  // namespace tombola::operations
