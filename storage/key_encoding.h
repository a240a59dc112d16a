// Key attribute values as bytes whose unsigned order is DynamoDB's order of the values.
#pragma once

#include <string>
#include <string_view>

#include "dynamodb/model/attribute_value.h"

namespace tombola::storage {

// S: UTF-8 bytes; B: raw bytes; both with 0x00 escaped as 0x00 0xFF and ended by 0x00 0x01, so that
// no encoding is a prefix of another and what follows a value in a longer key cannot disturb the
// order. N: see the .cpp; self-delimiting as well. Requires type S, N or B; the types of a column
// are alike, so the type itself is not encoded.
void append_key_value(std::string& out, const dynamodb::AttributeValue& value);

// The bytes that every encoding of a string or binary that starts with `prefix` begins with.
void append_key_prefix(std::string& out, const dynamodb::AttributeValue& prefix);

// Reads one value of that type and moves `bytes` past it. Throws std::runtime_error on bytes that
// append_key_value did not write.
dynamodb::AttributeValue take_key_value(std::string_view& bytes, dynamodb::AttributeType type);

// 64-bit hash of an encoded partition key: scan order, parallel segments, stream shards. It is
// stored and stays the same for ever.
std::uint64_t partition_hash(std::string_view encoded_hash_key);

}  // namespace tombola::storage
