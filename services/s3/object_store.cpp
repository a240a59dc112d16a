// The bytes of an object are chunks under numbers of their own, which its description names; an
// object that is put again has new numbers, and the old chunks go when nobody finds them any more.
// Parts of an upload become the object's extents as they are.
#include "services/s3/object_store.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "services/digest.h"
#include "services/random_id.h"
#include "services/s3/s3_error.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::s3 {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

// The bytes went while they were read: the object was put again meanwhile.
struct BytesGone {};

Extent put_bytes(storage::Transaction& transaction, std::string_view bytes) {
  const Extent extent{new_service_id(transaction), bytes.size()};
  for (std::uint64_t chunk = 0; !bytes.empty(); ++chunk) {
    const std::string_view part = bytes.substr(0, limits::object_chunk_bytes);
    transaction.put(layout::object_bytes_key(extent.bytes_id, chunk), part);
    bytes.remove_prefix(part.size());
  }
  return extent;
}

// Of the extent, from `start` on, at most `size` bytes.
void append_bytes(storage::Transaction& transaction, const Extent& extent, std::uint64_t start,
                  std::uint64_t size, std::string& out) {
  const std::uint64_t end = std::min(extent.size, start + size);
  while (start < end) {
    const std::uint64_t chunk = start / limits::object_chunk_bytes;
    const auto row = transaction.get(layout::object_bytes_key(extent.bytes_id, chunk));
    if (!row) {
      throw BytesGone();
    }
    const std::uint64_t offset = start % limits::object_chunk_bytes;
    const std::uint64_t count = std::min(end - start, row->size() - offset);
    out.append(*row, offset, count);
    start += count;
  }
}

std::string bytes_of(storage::Transaction& transaction, const Object& object,
                     const ObjectStore::Slice& slice) {
  std::string bytes;
  bytes.reserve(slice.size);
  std::uint64_t extent_start = 0;
  for (const Extent& extent : object.extents) {
    const std::uint64_t extent_end = extent_start + extent.size;
    const std::uint64_t start = slice.start + bytes.size();
    if (bytes.size() < slice.size && start < extent_end) {
      append_bytes(transaction, extent, start - extent_start, slice.size - bytes.size(), bytes);
    }
    extent_start = extent_end;
  }
  return bytes;
}

std::optional<Upload> find_upload(storage::Transaction& transaction, const Bucket& bucket,
                                  const ObjectStore::UploadName& name) {
  const auto row = transaction.get(layout::upload_key(bucket.id, name.key, name.upload_id));
  return row ? std::optional(upload_from_json(*row)) : std::nullopt;
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
    const auto found = std::find_if(parts.begin(), parts.end(), [number](const Part& one) {
      return one.number == number;
    });
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

Bucket ObjectStore::bucket_of(storage::Transaction& transaction, std::string_view name) const {
  const auto row = transaction.get(layout::bucket_key(name));
  if (!row) {
    throw no_such_bucket(name);
  }
  return bucket_from_json(*row);
}

std::optional<Bucket> ObjectStore::find_bucket(std::string_view name) {
  std::optional<Bucket> found;
  transactions_.read([&](storage::Transaction& transaction) {
    if (const auto row = transaction.get(layout::bucket_key(name))) {
      found = bucket_from_json(*row);
    }
  });
  return found;
}

std::vector<Bucket> ObjectStore::buckets() {
  std::vector<Bucket> found;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range = KeyRange::with_prefix(layout::bucket_prefix());
    for (const storage::Row& row : transaction.read(range, Direction::Forward, {}).rows) {
      found.push_back(bucket_from_json(row.value));
    }
  });
  return found;
}

bool ObjectStore::create_bucket(Bucket bucket) {
  const std::string key = layout::bucket_key(bucket.name);
  bool created = false;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    created = !write.bytes().get_for_update(key);
    if (created) {
      bucket.id = new_service_id(write.bytes());
      bucket.created_ms = clock_.now_ms();
      write.bytes().put(key, bucket_to_json(bucket));
    }
  });
  return created;
}

void ObjectStore::change_bucket(std::string_view name, const std::function<void(Bucket&)>& edit) {
  const std::string key = layout::bucket_key(name);
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    if (!row) {
      throw no_such_bucket(name);
    }
    Bucket bucket = bucket_from_json(*row);
    edit(bucket);
    write.bytes().put(key, bucket_to_json(bucket));
  });
}

void ObjectStore::erase_bucket(std::string_view name) {
  const std::string key = layout::bucket_key(name);
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    if (!row) {
      throw no_such_bucket(name);
    }
    const auto objects = KeyRange::with_prefix(layout::object_prefix(bucket_from_json(*row).id));
    if (!write.bytes().read(objects, Direction::Forward, {1}).rows.empty()) {
      throw bucket_not_empty(name);
    }
    write.bytes().erase(key);
  });
}

void ObjectStore::erase_extents(const std::vector<Extent>& extents) {
  for (const Extent& extent : extents) {
    transactions_.engine().erase_range(
        KeyRange::with_prefix(layout::object_bytes_prefix(extent.bytes_id)));
  }
}

Object ObjectStore::put(std::string_view bucket, std::string_view key, Object object,
                        std::string_view bytes, const Check& check) {
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(bucket), [&](storage::WriteTransaction& write) {
    // For share, so that the bucket cannot be deleted as an empty one meanwhile.
    write.bytes().get_for_share(layout::bucket_key(bucket));
    const std::string row_key = layout::object_key(bucket_of(write.bytes(), bucket).id, key);
    const auto row = write.bytes().get_for_update(row_key);
    const auto current = row ? std::optional(object_from_json(*row)) : std::nullopt;
    check(current);
    unused = current ? current->extents : std::vector<Extent>{};
    object.size = bytes.size();
    object.modified_ms = clock_.now_ms();
    object.extents = {put_bytes(write.bytes(), bytes)};
    write.bytes().put(row_key, object_to_json(object));
  });
  erase_extents(unused);
  return object;
}

void ObjectStore::change(std::string_view bucket, std::string_view key,
                         const std::function<void(Object&)>& edit) {
  transactions_.write(layout::bucket_key(bucket), [&](storage::WriteTransaction& write) {
    const std::string row_key = layout::object_key(bucket_of(write.bytes(), bucket).id, key);
    const auto row = write.bytes().get_for_update(row_key);
    if (!row) {
      throw no_such_key(key);
    }
    Object object = object_from_json(*row);
    edit(object);
    write.bytes().put(row_key, object_to_json(object));
  });
}

std::optional<Object> ObjectStore::find(std::string_view bucket, std::string_view key) {
  std::optional<Object> found;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto row = transaction.get(layout::object_key(bucket_of(transaction, bucket).id, key));
    found = row ? std::optional(object_from_json(*row)) : std::nullopt;
  });
  return found;
}

std::optional<std::pair<Object, std::string>> ObjectStore::read(std::string_view bucket,
                                                                std::string_view key,
                                                                const Choose& choose) {
  constexpr int attempts_max = 100;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    std::optional<std::pair<Object, std::string>> found;
    try {
      transactions_.read([&](storage::Transaction& transaction) {
        const auto row =
            transaction.get(layout::object_key(bucket_of(transaction, bucket).id, key));
        if (row) {
          Object object = object_from_json(*row);
          std::string bytes = bytes_of(transaction, object, choose(object));
          found.emplace(std::move(object), std::move(bytes));
        }
      });
      return found;
    } catch (const BytesGone&) {
      continue;
    }
  }
  throw std::runtime_error(fmt::format("the bytes of {}/{} are not there", bucket, key));
}

void ObjectStore::erase(std::string_view bucket, std::string_view key) {
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(bucket), [&](storage::WriteTransaction& write) {
    const std::string row_key = layout::object_key(bucket_of(write.bytes(), bucket).id, key);
    const auto row = write.bytes().get_for_update(row_key);
    unused = row ? object_from_json(*row).extents : std::vector<Extent>{};
    if (row) {
      write.bytes().erase(row_key);
    }
  });
  erase_extents(unused);
}

ObjectStore::Listing ObjectStore::list(std::string_view bucket, const ListRequest& request) {
  Listing listing;
  transactions_.read([&](storage::Transaction& transaction) {
    listing = {};
    const std::string prefix = layout::object_prefix(bucket_of(transaction, bucket).id);
    KeyRange range = KeyRange::with_prefix(prefix + request.prefix);
    if (request.after >= request.prefix) {
      range.begin = std::max(range.begin, prefix + request.after + '\0');
    }
    while (range.begin < range.end || range.end.empty()) {
      const storage::Page page =
          transaction.read(range, Direction::Forward, {limits::object_page_rows});
      for (const storage::Row& row : page.rows) {
        const std::string key = row.key.substr(prefix.size());
        const std::size_t at = request.delimiter.empty()
                                   ? std::string::npos
                                   : key.find(request.delimiter, request.prefix.size());
        const std::string rolled_up =
            at == std::string::npos ? "" : key.substr(0, at + request.delimiter.size());
        if (!rolled_up.empty() &&
            (rolled_up == request.after ||
             (!listing.common_prefixes.empty() && rolled_up == listing.common_prefixes.back()))) {
          continue;
        }
        if (listing.objects.size() + listing.common_prefixes.size() == request.rows_max) {
          listing.truncated = request.rows_max > 0;
          return;
        }
        if (rolled_up.empty()) {
          listing.objects.emplace_back(key, object_from_json(row.value));
        } else {
          listing.common_prefixes.push_back(rolled_up);
        }
        listing.last = rolled_up.empty() ? key : rolled_up;
      }
      if (page.complete) {
        return;
      }
      range.begin = page.rows.back().key + '\0';
    }
  });
  return listing;
}

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
    const auto upload = find_upload(write.bytes(), bucket_of(write.bytes(), name.bucket), name);
    if (!upload) {
      throw no_such_upload(name.upload_id);
    }
    const std::string row_key = layout::upload_part_key(upload->id, part.number);
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
    const auto upload = find_upload(transaction, bucket_of(transaction, name.bucket), name);
    if (!upload) {
      throw no_such_upload(name.upload_id);
    }
    found = parts_of(transaction, *upload);
  });
  return found;
}

Object ObjectStore::complete_upload(
    const UploadName& name, const std::vector<std::pair<std::uint64_t, std::string>>& wanted) {
  Object object;
  std::vector<Extent> unused;
  transactions_.write(layout::bucket_key(name.bucket), [&](storage::WriteTransaction& write) {
    const Bucket bucket = bucket_of(write.bytes(), name.bucket);
    const auto upload = find_upload(write.bytes(), bucket, name);
    if (!upload) {
      throw no_such_upload(name.upload_id);
    }
    const std::vector<Part> parts = parts_of(write.bytes(), *upload);
    const std::vector<Part> chosen = chosen_parts(parts, wanted);
    object = {};
    object.etag = etag_of(chosen);
    object.modified_ms = clock_.now_ms();
    object.headers = upload->headers;
    object.metadata = upload->metadata;
    object.tagging = upload->tagging;
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
      write.bytes().erase(layout::upload_part_key(upload->id, part.number));
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
    const auto upload = find_upload(write.bytes(), bucket, name);
    if (!upload) {
      throw no_such_upload(name.upload_id);
    }
    unused.clear();
    for (const Part& part : parts_of(write.bytes(), *upload)) {
      unused.push_back(part.extent);
      write.bytes().erase(layout::upload_part_key(upload->id, part.number));
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
