#include "operations/dynamodb/page_items.h"

namespace tombola::operations {

void PageItems::add(storage::Transaction& transaction, const storage::ItemPage& page) {
  if (!filter_ && projection_.is_whole_item() && !rules_.counts_only) {
    out_.reserve(out_.size() + page.items.size_bytes());
  }
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    add_row(transaction, page.items[i]);
  }
}

void PageItems::add_row(storage::Transaction& transaction, std::string_view row) {
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
  const auto separate = [&] { out_.append(count_ == 0 ? "" : ","); };
  if (!filter_) {
    if (wanted) {
      separate();
      projection_.append(out_, item);
    }
    return true;
  }
  const dynamodb::Item parsed = item.item();
  if (!filter_->evaluate(&parsed)) {
    return false;
  }
  if (wanted) {
    separate();
    projection_.append(out_, item, parsed);
  }
  return true;
}

}  // namespace tombola::operations
