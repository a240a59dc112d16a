#include "storage/item_reader.h"

#include <algorithm>

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
  page.end = visit_items(transaction, request,
                         [&](const StoredItem& item) { page.items.add(item.bytes()); });
  return page;
}

}  // namespace tombola::storage
