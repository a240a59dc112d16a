// What counters hold once everything is written that a leader has put into batches so far. So a
// delta becomes a plain value without reading it again, and reading a counter adds up nothing. The
// leader's own, one caller at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_store.h"

namespace tombola::storage {

class CounterValues {
 public:
  explicit CounterValues(RocksdbStore& store) : store_(store) {}

  // A group begins: what was put into the batch before is written, so now some can be forgotten.
  void begin_group();
  // The value with `delta`, which is put into the batch.
  Counter add(std::string_view key, const Counter& delta);
  // A row, which may be a counter's, is put (until the group ends both views stay) or erased.
  void overwrite(std::string_view key, std::optional<std::string_view> value);
  // A batch was not written after all, or rows changed that nobody named.
  void forget_all() { values_.clear(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };

  Counter newest(std::string_view key) const;

  struct Overwrite {
    std::string_view key;
    std::optional<std::string_view> value;
  };

  RocksdbStore& store_;
  std::vector<Overwrite> overwritten_;  // in this group
  std::unordered_map<std::string, Counter, Hash, std::equal_to<>> values_;
};

}  // namespace tombola::storage
