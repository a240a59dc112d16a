#include "storage/item_reader.h"

#include <algorithm>

#include "storage/item_encoding.h"

namespace tombola::storage {
namespace {

// Rows asked of the engine at once: enough to amortise the call, few enough not to read a large
// partition for a page that a small limit ends.
constexpr std::size_t rows_per_read = 256;

}  // namespace

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
  KeyRange range = request.range;
  while (range.end.empty() || range.begin < range.end) {
    const ReadLimit limit{std::min(rows_per_read, request.items_max - page.items.size()),
                          request.size_bytes_max};
    Page rows = transaction.read(range, request.direction, limit);
    for (Row& row : rows.rows) {
      page.size_bytes += StoredItem(row.value).size_bytes();
      page.items.push_back(std::move(row.value));
      page.last_row_key = std::move(row.key);
      if (page.items.size() >= request.items_max || page.size_bytes >= request.size_bytes_max) {
        page.stopped_early = true;
        return page;
      }
    }
    if (rows.complete || rows.rows.empty()) {
      return page;
    }
    range = behind(std::move(range), page.last_row_key, request.direction);
  }
  return page;
}

}  // namespace tombola::storage
