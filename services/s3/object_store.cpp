// An object's description names the numbers under which its bytes are; one that is put again has new
// numbers, and the old chunks go when nobody finds them any more.
#include "services/s3/object_store.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "services/s3/object_bytes.h"
#include "services/s3/s3_error.h"
#include "services/service_ids.h"
#include "storage/layout.h"

namespace tombola::services::s3 {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

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
          const Slice slice = choose(object);
          std::string bytes = read_bytes(transaction, object.extents, slice.start, slice.size);
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

}  // namespace tombola::services::s3
