// Buckets, objects and uploads as their rows describe them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tombola::services::s3 {

using Texts = std::map<std::string, std::string>;

struct Bucket {
  std::uint64_t id = 0;
  std::string name;
  std::string region;
  std::string account;
  std::int64_t created_ms = 0;
  // Its policy, lifecycle and so on, as they were put, by the name in the query.
  Texts documents;
};

// Bytes that lie together: chunks under one number.
struct Extent {
  std::uint64_t bytes_id = 0;
  std::uint64_t size = 0;
};

struct Object {
  std::uint64_t size = 0;
  std::string etag;  // hexadecimal, without quotes; "-3" at its end after an upload of three parts
  std::int64_t modified_ms = 0;
  // Content-Type and what else of the headers comes back with the object.
  Texts headers;
  Texts metadata;                  // x-amz-meta-*, without that
  std::string checksum_algorithm;  // "CRC32"; empty: none is known
  std::string checksum;            // base64
  std::string tagging;             // x-amz-tagging, as it was put
  std::vector<Extent> extents;
};

struct Upload {
  std::uint64_t id = 0;  // parts lie under it
  std::string key;
  std::string upload_id;  // as clients know it
  std::int64_t started_ms = 0;
  Texts headers;
  Texts metadata;
  std::string tagging;
};

struct Part {
  std::uint64_t number = 0;
  std::string etag;
  std::int64_t modified_ms = 0;
  Extent extent;
};

std::string bucket_to_json(const Bucket& bucket);
std::string object_to_json(const Object& object);
std::string upload_to_json(const Upload& upload);
std::string part_to_json(const Part& part);
// Throw std::runtime_error on a row of a version that this build does not know.
Bucket bucket_from_json(std::string_view row);
Object object_from_json(std::string_view row);
Upload upload_from_json(std::string_view row);
Part part_from_json(std::string_view row);

}  // namespace tombola::services::s3
