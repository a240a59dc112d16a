// Buckets and their objects: rows of the engine, the bytes in chunks. An object and its description
// change together or not at all; who reads one sees one moment of it. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/s3/object.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"

namespace tombola::services::s3 {

class ObjectStore {
 public:
  ObjectStore(storage::TransactionRunner& transactions, storage::ServiceClock& clock)
      : transactions_(transactions), clock_(clock) {}

  std::optional<Bucket> find_bucket(std::string_view name);
  // By name.
  std::vector<Bucket> buckets();
  // False: there is one of that name.
  bool create_bucket(Bucket bucket);
  // Throw no_such_bucket.
  void change_bucket(std::string_view name, const std::function<void(Bucket&)>& edit);
  // Throws bucket_not_empty, too.
  void erase_bucket(std::string_view name);

  // Keeps the bytes and completes the description: size, time, extents. `check` sees what is there
  // now, and its exception leaves that so. All throw no_such_bucket.
  using Check = std::function<void(const std::optional<Object>& current)>;
  Object put(std::string_view bucket, std::string_view key, Object object, std::string_view bytes,
             const Check& check);
  // Its description only. Throws no_such_key, too.
  void change(std::string_view bucket, std::string_view key,
              const std::function<void(Object&)>& edit);
  std::optional<Object> find(std::string_view bucket, std::string_view key);
  // Bytes from `start` on, `size` of them, which the object has; with the object of that moment.
  // `choose` says which, given the object.
  struct Slice {
    std::uint64_t start = 0;
    std::uint64_t size = 0;
  };
  using Choose = std::function<Slice(const Object&)>;
  std::optional<std::pair<Object, std::string>> read(std::string_view bucket, std::string_view key,
                                                     const Choose& choose);
  // None is fine.
  void erase(std::string_view bucket, std::string_view key);

  struct ListRequest {
    std::string prefix;
    std::string delimiter;
    std::string after;  // keys up to this one are left out, and what is rolled up into it
    std::size_t rows_max = 1000;
  };
  struct Listing {
    std::vector<std::pair<std::string, Object>> objects;
    std::vector<std::string> common_prefixes;
    bool truncated = false;
    std::string last;  // the last key or common prefix: where the next page begins
  };
  Listing list(std::string_view bucket, const ListRequest& request);

  // Multipart uploads. All throw no_such_bucket and, except the first, no_such_upload.
  Upload start_upload(std::string_view bucket, Upload upload);
  struct UploadName {
    std::string_view bucket;
    std::string_view key;
    std::string_view upload_id;
  };
  Part put_part(const UploadName& name, Part part, std::string_view bytes);
  std::vector<Part> parts(const UploadName& name);
  // `wanted`: numbers and tags of the parts that make the object. Throws invalid_part and
  // entity_too_small.
  Object complete_upload(const UploadName& name,
                         const std::vector<std::pair<std::uint64_t, std::string>>& wanted);
  void abort_upload(const UploadName& name);
  std::vector<Upload> uploads(std::string_view bucket);

 private:
  Bucket bucket_of(storage::Transaction& transaction, std::string_view name) const;
  void erase_extents(const std::vector<Extent>& extents);

  storage::TransactionRunner& transactions_;
  storage::ServiceClock& clock_;
};

}  // namespace tombola::services::s3
