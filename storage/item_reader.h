// Reads a page of items in key order: what Query and Scan are made of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

struct ItemPageRequest {
  KeyRange range;
  Direction direction = Direction::Forward;
  std::size_t items_max = SIZE_MAX;
  std::size_t size_bytes_max = SIZE_MAX;  // of the items' own sizes, before any filter
};

// Items one behind the other in one piece of memory.
class StoredItems {
 public:
  void add(std::string_view stored_bytes) {
    bytes_.append(stored_bytes);
    ends_.push_back(bytes_.size());
  }
  std::size_t size() const { return ends_.size(); }
  std::size_t size_bytes() const { return bytes_.size(); }
  // Stored bytes, for StoredItem. Valid until the next one is added.
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }
  std::string_view back() const { return (*this)[size() - 1]; }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

struct ItemPage {
  StoredItems items;
  std::string last_row_key;  // of the last item; empty without one
  std::size_t size_bytes = 0;
  // A limit ended the page, with the item that reached it. There may be nothing behind it.
  bool stopped_early = false;
};

ItemPage read_items(Transaction& transaction, const ItemPageRequest& request);

// The range cut to what comes after `row_key` in reading direction.
KeyRange behind(KeyRange range, const std::string& row_key, Direction direction);

bool contains(const KeyRange& range, std::string_view row_key);

}  // namespace tombola::storage
