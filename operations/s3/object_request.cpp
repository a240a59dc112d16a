#include "operations/s3/object_request.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "services/digest.h"
#include "services/s3/s3_error.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {
namespace {

using services::s3::Object;
using services::s3::precondition_failed;

constexpr std::array<std::string_view, 7> kept_headers = {
    "Content-Type", "Cache-Control",       "Content-Disposition",         "Content-Language",
    "Expires",      "x-amz-storage-class", "x-amz-server-side-encryption"};
constexpr std::array<std::string_view, 5> algorithms = {"CRC32", "CRC32C", "CRC64NVME", "SHA1",
                                                        "SHA256"};
constexpr std::string_view metadata_prefix = "x-amz-meta-";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return out;
}

// What is left of Content-Encoding without how the body was sent.
std::string content_encoding(const S3Request& request) {
  std::string encoding = request.header("Content-Encoding").value_or("");
  constexpr std::string_view sent = "aws-chunked";
  if (const std::size_t at = encoding.find(sent); at != std::string::npos) {
    encoding.erase(at, sent.size());
  }
  while (!encoding.empty() && (encoding.front() == ',' || encoding.front() == ' ')) {
    encoding.erase(0, 1);
  }
  while (!encoding.empty() && (encoding.back() == ',' || encoding.back() == ' ')) {
    encoding.pop_back();
  }
  return encoding;
}

// A list of tags, or *.
bool names_tag(std::string_view list, const std::string& etag) {
  return list.find('*') != std::string_view::npos || list.find(etag) != std::string_view::npos;
}

}  // namespace

void check_key(const S3Request& request) {
  if (request.key.size() > limits::object_key_bytes_max) {
    throw services::s3::key_too_long();
  }
}

void take_headers(const S3Request& request, services::s3::Texts& headers,
                  services::s3::Texts& metadata) {
  for (const std::string_view name : kept_headers) {
    if (const auto value = request.header(name)) {
      headers[std::string(name)] = *value;
    }
  }
  if (const std::string encoding = content_encoding(request); !encoding.empty()) {
    headers["Content-Encoding"] = encoding;
  }
  std::size_t size_bytes = 0;
  for (const auto& [name, value] : request.headers) {
    const std::string small = lower(name);
    if (small.starts_with(metadata_prefix)) {
      const std::string own = small.substr(metadata_prefix.size());
      size_bytes += own.size() + value.size();
      metadata[own] = value;
    }
  }
  if (size_bytes > limits::user_metadata_bytes_max) {
    throw services::ServiceError("MetadataTooLarge",
                                 "Your metadata headers exceed the maximum allowed metadata size");
  }
}

std::optional<Checksum> verified_checksum(const S3Request& request) {
  if (const auto md5 = request.header("Content-MD5")) {
    const auto digest = dynamodb::from_base64(*md5);
    constexpr std::size_t md5_size_bytes = 16;
    if (!digest || digest->size() != md5_size_bytes) {
      throw services::s3::invalid_digest();
    }
    if (*digest != services::md5(request.body)) {
      throw services::s3::bad_digest("Content-MD5");
    }
  }
  for (const std::string_view algorithm : algorithms) {
    const auto given = request.header(checksum_header(algorithm));
    if (!given) {
      continue;
    }
    if (*given != dynamodb::to_base64(services::checksum(algorithm, request.body).value())) {
      throw services::s3::bad_digest(algorithm);
    }
    return Checksum{std::string(algorithm), *given};
  }
  return std::nullopt;
}

std::string checksum_header(std::string_view algorithm) {
  return "x-amz-checksum-" + lower(algorithm);
}

std::string quoted_tag(const std::string& etag) {
  return "\"" + etag + "\"";
}

void check_write_conditions(const S3Request& request, const std::optional<Object>& current) {
  if (const auto none = request.header("If-None-Match"); none && current) {
    if (names_tag(*none, current->etag)) {
      throw precondition_failed("If-None-Match");
    }
  }
  if (const auto match = request.header("If-Match")) {
    if (!current) {
      throw services::s3::no_such_key(request.key);
    }
    if (!names_tag(*match, current->etag)) {
      throw precondition_failed("If-Match");
    }
  }
}

int check_read_conditions(const S3Request& request, const Object& object,
                          const std::string& prefix) {
  const auto match = request.header(prefix + "If-Match");
  const auto none = request.header(prefix + "If-None-Match");
  const auto modified = request.header(prefix + "If-Modified-Since");
  const auto unmodified = request.header(prefix + "If-Unmodified-Since");
  const std::int64_t written_ms = object.modified_ms / 1000 * 1000;
  const auto is_after = [&](const std::string& time) {
    const auto time_ms = services::parse_http_time_ms(time);
    return time_ms && written_ms > *time_ms;
  };
  if (match && !names_tag(*match, object.etag)) {
    throw precondition_failed("If-Match");
  }
  // A tag that matches counts more than a time that does not.
  if (unmodified && !match && is_after(*unmodified)) {
    throw precondition_failed("If-Unmodified-Since");
  }
  const bool is_known = none ? names_tag(*none, object.etag) : modified && !is_after(*modified);
  if (is_known && !prefix.empty()) {
    throw precondition_failed(none ? "If-None-Match" : "If-Modified-Since");
  }
  return is_known ? 304 : 200;
}

NamedValues object_headers(const S3Request& request, const Object& object) {
  NamedValues headers = {{"ETag", quoted_tag(object.etag)},
                         {"Last-Modified", services::http_time(object.modified_ms)},
                         {"Accept-Ranges", "bytes"}};
  services::s3::Texts kept = object.headers;
  kept.try_emplace("Content-Type", "binary/octet-stream");
  kept.try_emplace("x-amz-server-side-encryption", "AES256");
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> overrides = {{
      {"response-content-type", "Content-Type"},
      {"response-content-language", "Content-Language"},
      {"response-expires", "Expires"},
      {"response-cache-control", "Cache-Control"},
      {"response-content-disposition", "Content-Disposition"},
      {"response-content-encoding", "Content-Encoding"},
  }};
  for (const auto& [parameter, name] : overrides) {
    if (const auto value = request.parameter(parameter)) {
      kept[std::string(name)] = *value;
    }
  }
  if (kept["x-amz-storage-class"].empty() || kept["x-amz-storage-class"] == "STANDARD") {
    kept.erase("x-amz-storage-class");
  }
  headers.insert(headers.end(), kept.begin(), kept.end());
  for (const auto& [name, value] : object.metadata) {
    headers.emplace_back(std::string(metadata_prefix) + name, value);
  }
  if (!object.checksum.empty() && request.header("x-amz-checksum-mode") == "ENABLED") {
    headers.emplace_back(checksum_header(object.checksum_algorithm), object.checksum);
    headers.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
  }
  return headers;
}

}  // namespace tombola::operations::s3
