// DynamoDB JSON in and out: {"S":"text"}, {"N":"1"}, {"M":{...}}.
//
// Reading happens in two steps, as on AWS: first the JSON types of the whole request
// (validation/ does that and throws SerializationException), then the values, here. Text of a B
// that is not base64 belongs to the first step; check_base64 is here for it.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/json/json_document.h"
#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

// In which of its request layers AWS checks the values of an operation. It decides the wording, and
// how absurd numbers are read (number.h). Observed on AWS (eu-west-2, October 2026).
enum class ValueLayer {
  Enveloped,  // PutItem, UpdateItem, DeleteItem: "1 validation error detected: " + sentence
  Bare,       // GetItem, BatchGetItem, Query
  // BatchWriteItem, TransactWriteItems, TransactGetItems, Scan: bare, older sentences. The two
  // transactions are on the move: on 9 October they answered as Bare in eu-west-2 already.
  Older,
};

// "1 validation error detected: " where the layer has it, then the sentence.
std::string in_layer(ValueLayer layer, std::string sentence);

// Throws ApiError::validation if the name of an attribute or map member is too long.
void check_attribute_name(std::string_view name, ValueLayer layer);

// One value, or the map of an item or key. The JSON types must have been checked; members that are
// null or no datatype are passed over. Throws ApiError::validation: no or several datatypes, NULL
// not true, bad numbers, empty or duplicate set members, nesting beyond limits::nesting_depth_max,
// names as check_attribute_name; and ApiError::serialization as check_base64.
AttributeValue parse_attribute_value(JsonValue json, ValueLayer layer);
AttributeMap parse_attribute_map(JsonValue json, ValueLayer layer);

// ExpressionAttributeValues, under their names: {":v": {"S": "text"}}. As parse_attribute_map, but
// the Older layer says which value it means: "ExpressionAttributeValues contains invalid value:
// <sentence> for key :v".
AttributeMap parse_expression_attribute_values(JsonValue json, ValueLayer layer);

// Throws AWS's SerializationException unless this text of a B is standard base64 with padding.
void check_base64(std::string_view text);

// Canonical text; see attribute_value.h. Equal values give equal bytes.
void append_json(std::string& out, const AttributeValue& value);
void append_json(std::string& out, const AttributeMap& map);
std::string to_json(const AttributeValue& value);
std::string to_json(const AttributeMap& map);

// Reads back text that append_json wrote. Throws std::runtime_error on anything else, except that
// it takes strings to be UTF-8 without looking.
AttributeMap parse_canonical_json(std::string_view text);

}  // namespace tombola::dynamodb
