#include "operations/dynamodb/export_files.h"

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "http/compression.h"
#include "services/digest.h"
#include "services/random_id.h"

namespace tombola::operations {
namespace {

using json = nlohmann::ordered_json;

// 26 letters and digits, as AWS's data files are called.
std::string random_name() {
  constexpr std::size_t length = 26;
  return services::random_text("abcdefghijklmnopqrstuvwxyz234567", length);
}

std::string md5_base64(std::string_view bytes) {
  return dynamodb::to_base64(services::md5(bytes));
}

// Of an object that was uploaded in one part.
std::string one_part_etag(std::string_view bytes) {
  return services::hexadecimal(services::md5(services::md5(bytes))) + "-1";
}

}  // namespace

ExportFiles::ExportFiles(services::s3::ObjectStore& objects, Place place)
    : objects_(objects), place_(std::move(place)) {
  std::string root = place_.prefix;
  if (!root.empty() && root.back() != '/') {
    root.push_back('/');
  }
  root += "AWSDynamoDB/";
  folder_ = fmt::format("{}{}/", root, place_.id);
  data_folder_ = (place_.incremental ? root : folder_) + "data/";
  put(folder_ + "_started", "", services::hexadecimal(services::md5("")));
}

void ExportFiles::add(std::string_view line) {
  waiting_.append(line).push_back('\n');
  ++waiting_lines_;
  if (waiting_.size() >= limits::export_file_bytes_max) {
    write_data();
  }
}

void ExportFiles::finish_data() {
  if (waiting_lines_ > 0 || files_.empty()) {
    write_data();
  }
}

void ExportFiles::write_manifests(const json& summary) {
  write_manifest(files_key(), files_);
  write_manifest(summary_key(), summary.dump());
}

void ExportFiles::write_data() {
  const std::string bytes = http::gzip(waiting_);
  const std::string key = fmt::format("{}{}.json.gz", data_folder_, random_name());
  const std::string etag = one_part_etag(bytes);
  put(key, bytes, etag);
  files_ += json({{"itemCount", waiting_lines_},
                  {"md5Checksum", md5_base64(bytes)},
                  {"etag", etag},
                  {"dataFileS3Key", key}})
                .dump() +
            '\n';
  lines_ += waiting_lines_;
  bytes_ += static_cast<std::int64_t>(waiting_.size());
  waiting_.clear();
  waiting_lines_ = 0;
}

void ExportFiles::write_manifest(const std::string& key, const std::string& text) {
  put(key, text, services::hexadecimal(services::md5(text)));
  const std::string sum = md5_base64(text);
  put(key.substr(0, key.rfind('.')) + ".md5", sum, services::hexadecimal(services::md5(sum)));
}

void ExportFiles::put(const std::string& key, std::string_view bytes, std::string etag) {
  services::s3::Object object;
  object.etag = std::move(etag);
  object.headers["Content-Type"] = "application/octet-stream";
  objects_.put(place_.bucket, key, std::move(object), bytes, [](const auto&) {});
}

}  // namespace tombola::operations
