#include "storage/item_reader.h"

#include <algorithm>

#include "storage/item_encoding.h"

namespace tombola::storage {
KeyRange behind(KeyRange range, const std::string& row_key, Direction direction) {
  if (direction == Direction::Forward) {
    range.begin = std::max(range.begin, row_key + '\0');
  } else if (range.end.empty() || row_key < range.end) {
    range.end = row_key;
  }
  return range;
}

bool contains(const KeyRange& range, std::string_view row_key) {
  return row_key >= range.begin && (range.end.empty() || row_key < range.end);
}

ItemPage read_items(Transaction& transaction, const ItemPageRequest& request) {
  ItemPage page;
  transaction.visit(
      request.range, request.direction, [&](std::string_view row_key, std::string_view stored) {
        page.size_bytes += StoredItem(stored).size_bytes();
        page.items.add(stored);
        page.last_row_key = row_key;
        page.stopped_early =
            page.items.size() >= request.items_max || page.size_bytes >= request.size_bytes_max;
        return !page.stopped_early;
      });
  return page;
}

}  // namespace tombola::storage
