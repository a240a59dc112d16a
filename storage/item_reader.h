// Reads a page of items in key order: what Query and Scan are made of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/engine.h"
#include "storage/item_encoding.h"

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
  // Stored bytes, for StoredItem. Valid until the next one is added.
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(begin, ends_[i] - begin);
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// How a page ended.
struct ItemPageEnd {
  std::size_t count = 0;
  std::size_t size_bytes = 0;
  // A limit ended the page, with the item that reached it. There may be nothing behind it.
  bool stopped_early = false;
  std::string last_row_key;  // of that item
  std::string last_item;     // its stored bytes
};

// Calls take(const StoredItem&) with each item of the page, which must not call the transaction.
template <typename Take>
ItemPageEnd visit_items(Transaction& transaction, const ItemPageRequest& request, Take&& take) {
  ItemPageEnd end;
  transaction.visit(
      request.range, request.direction, [&](std::string_view row_key, std::string_view row) {
        const StoredItem item(row);
        take(item);
        end.size_bytes += item.size_bytes();
        end.stopped_early =
            ++end.count >= request.items_max || end.size_bytes >= request.size_bytes_max;
        if (end.stopped_early) {
          end.last_row_key = row_key;
          end.last_item = row;
        }
        return !end.stopped_early;
      });
  return end;
}

// The same, for who calls the transaction as it goes through the items.
struct ItemPage {
  StoredItems items;
  ItemPageEnd end;
};
ItemPage read_items(Transaction& transaction, const ItemPageRequest& request);

// The range cut to what comes after `row_key` in reading direction.
KeyRange behind(KeyRange range, const std::string& row_key, Direction direction);

bool contains(const KeyRange& range, std::string_view row_key);

}  // namespace tombola::storage
