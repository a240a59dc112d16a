// DynamoDB JSON in and out: {"S":"text"}, {"N":"1"}, {"M":{...}}.
//
// Reading happens in two steps, as on AWS: first the JSON types of the whole request
// (validation/ does that and throws SerializationException), then the values, here.
#pragma once

#include <string>

#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

// In which of its request layers AWS checks the values of an operation; it decides the wording only.
// Source: aws-observed-wording.json, valueLayers.
enum class ValueLayer {
  Enveloped,  // PutItem, UpdateItem, DeleteItem: "1 validation error detected: " + sentence
  Bare,       // GetItem, BatchGetItem, Query
  Older,      // BatchWriteItem, TransactWriteItems, TransactGetItems, Scan: bare, older sentences
};

// One value, or the map of an item or key. The JSON types must have been checked. Throws
// ApiError::validation: no or several datatypes, NULL not true, bad numbers, empty or duplicate set
// members, nesting beyond limits::nesting_depth_max.
AttributeValue parse_attribute_value(JsonValue json, ValueLayer layer);
AttributeMap parse_attribute_map(JsonValue json, ValueLayer layer);

// Canonical text; see attribute_value.h. Equal values give equal bytes.
void append_json(std::string& out, const AttributeValue& value);
void append_json(std::string& out, const AttributeMap& map);
std::string to_json(const AttributeValue& value);
std::string to_json(const AttributeMap& map);

// Reads back text that append_json wrote. Throws std::runtime_error on anything else.
AttributeMap parse_canonical_json(std::string_view text);

}  // namespace tombola::dynamodb
