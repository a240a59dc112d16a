// What requests say about an object: the headers that are kept with it, its checksums, conditions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "operations/s3/s3_request.h"
#include "services/s3/object.h"

namespace tombola::operations::s3 {

// Throws key_too_long.
void check_key(const S3Request& request);

// Content-Type, x-amz-meta-* and so on, as they come back with the object. Throws on metadata that
// is too large.
void take_headers(const S3Request& request, services::s3::Texts& headers,
                  services::s3::Texts& metadata);

// Content-MD5 and x-amz-checksum-*: throws bad_digest when the body is another. The checksum that
// was given, if one was.
struct Checksum {
  std::string algorithm;  // "CRC32"
  std::string value;      // base64
};
std::optional<Checksum> verified_checksum(const S3Request& request);
// x-amz-checksum-crc32
std::string checksum_header(std::string_view algorithm);

// "etag"
std::string quoted_tag(const std::string& etag);

// If-Match and If-None-Match of a write. Throws precondition_failed, and no_such_key for an
// If-Match on nothing.
void check_write_conditions(const S3Request& request,
                            const std::optional<services::s3::Object>& current);
// All conditions of a read, with "x-amz-copy-source-" in front or nothing. 200, 304; throws
// precondition_failed.
int check_read_conditions(const S3Request& request, const services::s3::Object& object,
                          const std::string& prefix);

// What an object is described with in an answer to GET or HEAD.
NamedValues object_headers(const S3Request& request, const services::s3::Object& object);

}  // namespace tombola::operations::s3
