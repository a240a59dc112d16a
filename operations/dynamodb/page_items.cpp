#include "operations/dynamodb/page_items.h"

namespace tombola::operations {

void PageItems::add(storage::Transaction& transaction, const storage::ItemPage& page) {
  for (const std::string& row : page.items) {
    add_row(transaction, row);
  }
}

void PageItems::add_row(storage::Transaction& transaction, const std::string& row) {
  const storage::StoredItem stored(row);
  if (!target_.fetches_from_table()) {
    count_ += add_item(stored) ? 1 : 0;
    return;
  }
  const std::string whole = target_.fetch(transaction, stored);
  const storage::StoredItem item(whole);
  fetched_ += dynamodb::read_units(item.size_bytes(), rules_.is_consistent);
  count_ += add_item(item) ? 1 : 0;
}

bool PageItems::add_item(const storage::StoredItem& item) {
  const bool wanted = !rules_.counts_only;
  const auto separate = [&] { items_.append(items_.empty() ? "" : ","); };
  if (!filter_) {
    if (wanted) {
      separate();
      projection_.append(items_, item);
    }
    return true;
  }
  const dynamodb::Item parsed = item.item();
  if (!filter_->evaluate(&parsed)) {
    return false;
  }
  if (wanted) {
    separate();
    projection_.append(items_, item, parsed);
  }
  return true;
}

}  // namespace tombola::operations
