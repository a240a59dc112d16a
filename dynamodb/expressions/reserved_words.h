// The words that DynamoDB reserves: none of them may be written as a bare attribute name.
// Source: Amazon DynamoDB Developer Guide, "Reserved words in DynamoDB" (573 words).
#pragma once

#include <string_view>

namespace tombola::dynamodb {

// Case does not matter.
bool is_reserved_word(std::string_view word);

}  // namespace tombola::dynamodb
