// A Signature Version 4 as a request carries it, in its header or in its query, and the one that
// its secret would give.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace tombola::server {

struct Signature {
  std::string access_key_id;
  // The credential's scope: 20260102/eu-west-2/dynamodb/aws4_request.
  std::string date;
  std::string region;
  std::string service;
  std::string terminator;

  std::vector<std::string> signed_headers;
  std::string value;      // hexadecimal
  std::string time_text;  // 20260102T030405Z, as the request has it; "Date" is not looked at
  std::optional<std::int64_t> expires_seconds;  // of a presigned query
};

// Nothing when there is none, or not a whole one.
std::optional<Signature> read_signature(const http::Request& request);

// The value that `secret` gives for this request with this scope and these signed headers.
std::string signature_value(const http::Request& request, const Signature& signature,
                            std::string_view secret);

}  // namespace tombola::server
