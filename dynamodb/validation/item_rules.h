// What items and keys must be for their table, in AWS's words.
#pragma once

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/key.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

// "Item size has exceeded the maximum allowed size", over 409,600 bytes.
void check_item_size(const Item& item);

// The key of an item to be put. Throws ApiError::validation: a key attribute missing or of the
// wrong type, empty, or too long.
Key key_of_item(const Item& item, const TableDefinition& table);

// As key_of_item, in BatchWriteItem: whatever is wrong with names or types is "The provided key
// element does not match the schema".
Key key_of_batch_item(const Item& item, const TableDefinition& table);

// The Key parameter: exactly the key attributes. Throws ApiError::validation.
Key key_from_map(const AttributeMap& map, const TableDefinition& table);

// ExclusiveStartKey. Throws "The provided starting key is invalid".
Key start_key_from_map(const AttributeMap& map, const TableDefinition& table);

// The key attributes under their names.
AttributeMap key_attributes(const Key& key, const TableDefinition& table);

}  // namespace tombola::dynamodb
