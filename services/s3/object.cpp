// Rows are JSON objects with "version" and the members under their names here; extents are pairs.
#include "services/s3/object.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tombola::services::s3 {
namespace {

using nlohmann::json;

constexpr int row_version = 1;

json parse_row(std::string_view row) {
  json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a row of S3 has an unknown version");
  }
  return document;
}

}  // namespace

std::string bucket_to_json(const Bucket& bucket) {
  return json{{"version", row_version},       {"id", bucket.id},
              {"name", bucket.name},          {"region", bucket.region},
              {"account", bucket.account},    {"created", bucket.created_ms},
              {"documents", bucket.documents}}
      .dump();
}

Bucket bucket_from_json(std::string_view row) {
  const json document = parse_row(row);
  Bucket bucket;
  bucket.id = document.at("id");
  bucket.name = document.at("name");
  bucket.region = document.at("region");
  bucket.account = document.at("account");
  bucket.created_ms = document.at("created");
  bucket.documents = document.at("documents").get<Texts>();
  return bucket;
}

std::string object_to_json(const Object& object) {
  json row = {{"version", row_version},
              {"size", object.size},
              {"etag", object.etag},
              {"modified", object.modified_ms},
              {"headers", object.headers},
              {"metadata", object.metadata},
              {"algorithm", object.checksum_algorithm},
              {"checksum", object.checksum},
              {"tagging", object.tagging},
              {"extents", json::array()}};
  for (const Extent& extent : object.extents) {
    row["extents"].push_back({extent.bytes_id, extent.size});
  }
  return row.dump();
}

Object object_from_json(std::string_view row) {
  const json document = parse_row(row);
  Object object;
  object.size = document.at("size");
  object.etag = document.at("etag");
  object.modified_ms = document.at("modified");
  object.headers = document.at("headers").get<Texts>();
  object.metadata = document.at("metadata").get<Texts>();
  object.checksum_algorithm = document.at("algorithm");
  object.checksum = document.at("checksum");
  object.tagging = document.at("tagging");
  for (const json& extent : document.at("extents")) {
    object.extents.push_back({extent.at(0), extent.at(1)});
  }
  return object;
}

std::string upload_to_json(const Upload& upload) {
  return json{{"version", row_version},
              {"id", upload.id},
              {"key", upload.key},
              {"upload", upload.upload_id},
              {"started", upload.started_ms},
              {"headers", upload.headers},
              {"metadata", upload.metadata},
              {"tagging", upload.tagging}}
      .dump();
}

Upload upload_from_json(std::string_view row) {
  const json document = parse_row(row);
  Upload upload;
  upload.id = document.at("id");
  upload.key = document.at("key");
  upload.upload_id = document.at("upload");
  upload.started_ms = document.at("started");
  upload.headers = document.at("headers").get<Texts>();
  upload.metadata = document.at("metadata").get<Texts>();
  upload.tagging = document.at("tagging");
  return upload;
}

std::string part_to_json(const Part& part) {
  return json{
      {"version", row_version},       {"number", part.number},         {"etag", part.etag},
      {"modified", part.modified_ms}, {"bytes", part.extent.bytes_id}, {"size", part.extent.size}}
      .dump();
}

Part part_from_json(std::string_view row) {
  const json document = parse_row(row);
  return {document.at("number"),
          document.at("etag"),
          document.at("modified"),
          {document.at("bytes"), document.at("size")}};
}

}  // namespace tombola::services::s3
