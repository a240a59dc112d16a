// The id that a caller quotes when something went wrong. Unique, not secret: made from a generator
// per thread, seeded from the system once. Any thread may call.
#pragma once

#include <string>

namespace tombola::server {

// x-amzn-RequestId as DynamoDB writes it: 52 characters of [0-9A-Z], 130 random bits in base 32 and
// an ending that all of them share.
std::string make_request_id();

}  // namespace tombola::server
