#include "operations/s3/object_listing.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "operations/s3/object_request.h"
#include "services/s3/s3_error.h"
#include "services/time_text.h"

namespace tombola::operations::s3 {
namespace {

using nlohmann::ordered_json;

std::string url_encoded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '*' || c == '/') {
      out.push_back(c);
    } else if (c == ' ') {
      out.push_back('+');
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

}  // namespace

services::s3::ObjectStore::ListRequest list_request_of(const S3Request& request) {
  services::s3::ObjectStore::ListRequest list;
  list.prefix = request.parameter("prefix").value_or("");
  list.delimiter = request.parameter("delimiter").value_or("");
  if (const auto text = request.parameter("max-keys"); text && !text->empty()) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (error != std::errc() || end != text->data() + text->size()) {
      throw services::s3::invalid_argument(
          "Provided max-keys not an integer or within integer range");
    }
    if (count < 0) {
      throw services::s3::invalid_argument(
          "Argument maxKeys must be an integer between 0 and 2147483647");
    }
    list.rows_max = static_cast<std::size_t>(std::min(count, limits::objects_page_max));
  }
  const auto encoding = request.parameter("encoding-type");
  if (encoding && *encoding != "url") {
    throw services::s3::invalid_argument("Invalid Encoding Method specified in Request");
  }
  return list;
}

std::function<std::string(const std::string&)> key_encoder(const S3Request& request) {
  if (request.parameter("encoding-type") == "url") {
    return url_encoded;
  }
  return [](const std::string& key) { return key; };
}

void append_listing(const S3Request& request, const services::s3::ObjectStore::Listing& listing,
                    const std::string& owner, ordered_json& document) {
  const auto encoded = key_encoder(request);
  for (const auto& [key, object] : listing.objects) {
    ordered_json row = {{"Key", encoded(key)},
                        {"LastModified", services::iso_time(object.modified_ms)},
                        {"ETag", quoted_tag(object.etag)}};
    if (!object.checksum_algorithm.empty()) {
      row["ChecksumAlgorithm"] = object.checksum_algorithm;
      row["ChecksumType"] = "FULL_OBJECT";
    }
    row["Size"] = object.size;
    if (!owner.empty()) {
      row["Owner"] = {{"ID", owner}};
    }
    const auto storage_class = object.headers.find("x-amz-storage-class");
    row["StorageClass"] =
        storage_class == object.headers.end() ? "STANDARD" : storage_class->second;
    document["Contents"].push_back(std::move(row));
  }
  for (const std::string& prefix : listing.common_prefixes) {
    document["CommonPrefixes"].push_back({{"Prefix", encoded(prefix)}});
  }
}

}  // namespace tombola::operations::s3
