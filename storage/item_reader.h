// Reads a page of items in key order: what Query and Scan are made of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

struct ItemPageRequest {
  KeyRange range;
  Direction direction = Direction::Forward;
  std::size_t items_max = SIZE_MAX;
  std::size_t size_bytes_max = SIZE_MAX;  // of the items' own sizes, before any filter
};

struct ItemPage {
  std::vector<std::string> items;  // stored bytes, for StoredItem
  std::string last_row_key;        // of the last item; empty without one
  std::size_t size_bytes = 0;
  // A limit ended the page, with the item that reached it. There may be nothing behind it.
  bool stopped_early = false;
};

ItemPage read_items(Transaction& transaction, const ItemPageRequest& request);

// The range cut to what comes after `row_key` in reading direction.
KeyRange behind(KeyRange range, const std::string& row_key, Direction direction);

bool contains(const KeyRange& range, std::string_view row_key);

}  // namespace tombola::storage
