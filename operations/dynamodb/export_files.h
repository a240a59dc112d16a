// What an export leaves in its bucket:
//
//   <prefix>/AWSDynamoDB/<id>/_started                 empty
//   <prefix>/AWSDynamoDB/<id>/data/<name>.json.gz      a line for each item; at least one file
//   <prefix>/AWSDynamoDB/<id>/manifest-files.json      a line for each of those
//   <prefix>/AWSDynamoDB/<id>/manifest-summary.json    and .md5 beside both: MD5 in base64
//
// The data of incremental exports lies together in <prefix>/AWSDynamoDB/data/.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "services/s3/object_store.h"

namespace tombola::operations {

class ExportFiles {
 public:
  struct Place {
    std::string bucket;
    std::string prefix;
    std::string id;
    bool incremental = false;
  };
  ExportFiles(services::s3::ObjectStore& objects, Place place);

  // One of the data, without its newline. Writes a file when enough have come together.
  void add(std::string_view line);
  // Writes what is left; lines() are all that there are.
  void finish_data();
  // Last of all.
  void write_manifests(const nlohmann::ordered_json& summary);

  std::string files_key() const { return folder_ + "manifest-files.json"; }
  // As ExportManifest has it.
  std::string summary_key() const { return folder_ + "manifest-summary.json"; }
  std::int64_t lines() const { return lines_; }
  std::int64_t bytes() const { return bytes_; }

 private:
  void write_data();
  void write_manifest(const std::string& key, const std::string& text);
  void put(const std::string& key, std::string_view bytes, std::string etag);

  services::s3::ObjectStore& objects_;
  const Place place_;
  std::string folder_;       // <prefix>/AWSDynamoDB/<id>/
  std::string data_folder_;  // with a slash at its end, too
  std::string waiting_;
  std::int64_t waiting_lines_ = 0;
  std::int64_t lines_ = 0;
  std::int64_t bytes_ = 0;
  std::string files_;  // manifest-files.json
};

}  // namespace tombola::operations
