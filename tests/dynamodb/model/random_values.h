// Random numbers, texts and values for property tests. They prefer what goes wrong: limits, zeros,
// escapes, shared prefixes.
#pragma once

#include <random>
#include <string>

#include "dynamodb/model/attribute_value.h"

namespace tombola::dynamodb {

// From TOMBOLA_TEST_SEED if that is set, to repeat a run; else a new one.
unsigned random_seed();

// 0 to size_max bytes of any value.
std::string random_bytes(std::mt19937& random, std::size_t size_max);
// UTF-8, with control characters and quotes among it.
std::string random_text(std::mt19937& random);
// Of a number's form; mostly within the limits, sometimes just outside.
std::string random_number_text(std::mt19937& random);
// The same value in another form: zeros, point and exponent elsewhere.
std::string respelled(const std::string& number_text, std::mt19937& random);
Number random_number(std::mt19937& random);
// At most `depth` lists and maps inside each other.
AttributeValue random_value(std::mt19937& random, int depth);
Item random_item(std::mt19937& random, int depth);

// DynamoDB JSON as a client might send it: any order of attributes and members, other spellings of
// numbers, needless escapes, blanks.
std::string loose_json(const AttributeValue& value, std::mt19937& random);
std::string loose_json(const AttributeMap& map, std::mt19937& random);

}  // namespace tombola::dynamodb
