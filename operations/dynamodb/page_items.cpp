#include "operations/dynamodb/page_items.h"

#include <algorithm>

namespace tombola::operations {
namespace {

// What a page's items take, about, if it is not the largest.
constexpr std::size_t items_reserved_max = 64;
constexpr std::size_t item_reserved_bytes = 512;

}  // namespace

storage::ItemPageEnd PageItems::read(storage::Transaction& transaction,
                                     const storage::ItemPageRequest& request) {
  if (only_copies()) {
    if (!rules_.counts_only) {
      out_.reserve(out_.size() +
                   std::min(request.items_max, items_reserved_max) * item_reserved_bytes);
    }
    return storage::visit_items(transaction, request,
                                [&](const storage::StoredItem& item) { add_item(item); });
  }
  const storage::ItemPage page = storage::read_items(transaction, request);
  for (std::size_t i = 0; i < page.items.size(); ++i) {
    add_row(transaction, storage::StoredItem(page.items[i]));
  }
  return page.end;
}

bool PageItems::only_copies() const {
  return !target_.fetches_from_table() && !filter_ && projection_.is_whole_item();
}

void PageItems::add_row(storage::Transaction& transaction, const storage::StoredItem& row) {
  if (!target_.fetches_from_table()) {
    return add_item(row);
  }
  const std::string whole = target_.fetch(transaction, row);
  const storage::StoredItem item(whole);
  fetched_ += dynamodb::read_units(item.size_bytes(), rules_.is_consistent);
  add_item(item);
}

void PageItems::add_item(const storage::StoredItem& item) {
  std::optional<dynamodb::Item> parsed;
  if (filter_) {
    parsed = item.item();
    if (!filter_->evaluate(&*parsed)) {
      return;
    }
  }
  if (!rules_.counts_only) {
    out_.append(count_ == 0 ? "" : ",");
    parsed ? projection_.append(out_, item, *parsed) : projection_.append(out_, item);
  }
  ++count_;
}

}  // namespace tombola::operations
