// Multipart uploads: parts, which become the object's extents as they are.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "services/digest.h"
#include "services/random_id.h"
#include "services/s3/object_bytes.h"
#include "services/s3/object_store.h"
#include "services/s3/s3_error.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::s3 {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

// Throws NoSuchUpload.
Upload upload_of(storage::Transaction& transaction, const Bucket& bucket,
                 const ObjectStore::UploadName& name) {
  const auto row = transaction.get(layout::upload_key(bucket.id, name.key, name.upload_id));
  if (!row) {
    throw no_such_upload(name.upload_id);
  }
  return upload_from_json(*row);
}

std::vector<Part> parts_of(storage::Transaction& transaction, const Upload& upload) {
  std::vector<Part> parts;
  const auto range = KeyRange::with_prefix(layout::upload_part_prefix(upload.id));
  for (const storage::Row& row : transaction.read(range, Direction::Forward, {}).rows) {
    parts.push_back(part_from_json(row.value));
  }
  return parts;
}

// "Checking object integrity": the MD5 of the parts' MD5s, and how many there were.
std::string etag_of(const std::vector<Part>& parts) {
  std::string digests;
  for (const Part& part : parts) {
    for (std::size_t i = 0; i + 1 < part.etag.size(); i += 2) {
      digests.push_back(static_cast<char>(std::stoi(part.etag.substr(i, 2), nullptr, 16)));
    }
  }
  return fmt::format("{}-{}", hexadecimal(md5(digests)), parts.size());
}

std::vector<Part> chosen_parts(const std::vector<Part>& parts,
                               const std::vector<std::pair<std::uint64_t, std::string>>& wanted) {
  std::vector<Part> chosen;
  for (const auto& [number, etag] : wanted) {
    const auto found = std::find_if(parts.begin(), parts.end(),
                                    [number](const Part& one) { return one.number == number; });
    if (found == parts.end() || found->etag != etag) {
      throw invalid_part();
    }
    if (chosen.size() + 1 < wanted.size() && found->extent.size < limits::upload_part_bytes_min) {
      throw entity_too_small();
    }
    chosen.push_back(*found);
  }
  return chosen;
}

}  // namespace

Upload ObjectStore::start_upload(std::string_view bucket, Upload upload) {
  upload.upload_id = random_uuid();
  upload.started_ms = clock_.now_ms();
  transactions_.write(layout::bucket_key(bucket), [&](storage::WriteTransaction& write) {
    const Bucket found = bucket_of(write.bytes(), bucket);
    upload.id = new_service_id(write.bytes());
    write.bytes().put(layout::upload_key(found.id, upload.key, upload.upload_id),
                      upload_to_json(upload));
  });
  return upload;
}

Part ObjectStore::put_part(const UploadName& name, Part part, std::string_view bytes) {
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(name.bucket), [&](storage::WriteTransaction& write) {
    const Upload upload = upload_of(write.bytes(), bucket_of(write.bytes(), name.bucket), name);
    const std::string row_key = layout::upload_part_key(upload.id, part.number);
    const auto row = write.bytes().get_for_update(row_key);
    unused = row ? std::vector{part_from_json(*row).extent} : std::vector<Extent>{};
    part.modified_ms = clock_.now_ms();
    part.extent = put_bytes(write.bytes(), bytes);
    write.bytes().put(row_key, part_to_json(part));
  });
  erase_extents(unused);
  return part;
}

std::vector<Part> ObjectStore::parts(const UploadName& name) {
  std::vector<Part> found;
  transactions_.read([&](storage::Transaction& transaction) {
    const Upload upload = upload_of(transaction, bucket_of(transaction, name.bucket), name);
    found = parts_of(transaction, upload);
  });
  return found;
}

Object ObjectStore::complete_upload(
    const UploadName& name, const std::vector<std::pair<std::uint64_t, std::string>>& wanted) {
  Object object;
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(name.bucket), [&](storage::WriteTransaction& write) {
    const Bucket bucket = bucket_of(write.bytes(), name.bucket);
    const Upload upload = upload_of(write.bytes(), bucket, name);
    const std::vector<Part> parts = parts_of(write.bytes(), upload);
    const std::vector<Part> chosen = chosen_parts(parts, wanted);
    object = {};
    object.etag = etag_of(chosen);
    object.modified_ms = clock_.now_ms();
    object.headers = upload.headers;
    object.metadata = upload.metadata;
    object.tagging = upload.tagging;
    std::set<std::uint64_t> used;
    for (const Part& part : chosen) {
      object.size += part.extent.size;
      object.extents.push_back(part.extent);
      used.insert(part.extent.bytes_id);
    }
    const std::string row_key = layout::object_key(bucket.id, name.key);
    const auto row = write.bytes().get_for_update(row_key);
    unused = row ? object_from_json(*row).extents : std::vector<Extent>{};
    for (const Part& part : parts) {
      write.bytes().erase(layout::upload_part_key(upload.id, part.number));
      if (!used.contains(part.extent.bytes_id)) {
        unused.push_back(part.extent);
      }
    }
    write.bytes().erase(layout::upload_key(bucket.id, name.key, name.upload_id));
    write.bytes().put(row_key, object_to_json(object));
  });
  erase_extents(unused);
  return object;
}

void ObjectStore::abort_upload(const UploadName& name) {
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(name.bucket), [&](storage::WriteTransaction& write) {
    const Bucket bucket = bucket_of(write.bytes(), name.bucket);
    const Upload upload = upload_of(write.bytes(), bucket, name);
    unused.clear();
    for (const Part& part : parts_of(write.bytes(), upload)) {
      unused.push_back(part.extent);
      write.bytes().erase(layout::upload_part_key(upload.id, part.number));
    }
    write.bytes().erase(layout::upload_key(bucket.id, name.key, name.upload_id));
  });
  erase_extents(unused);
}

std::vector<Upload> ObjectStore::uploads(std::string_view bucket) {
  std::vector<Upload> found;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range =
        KeyRange::with_prefix(layout::upload_prefix(bucket_of(transaction, bucket).id));
    for (const storage::Row& row : transaction.read(range, Direction::Forward, {}).rows) {
      found.push_back(upload_from_json(row.value));
    }
  });
  return found;
}

}  // namespace tombola::services::s3
