#include "operations/dynamodb/table_items.h"

#include "dynamodb/limits.h"
#include "dynamodb/validation/item_rules.h"
#include "storage/item_writer.h"

namespace tombola::operations {

void TableFiller::add(dynamodb::Item item) {
  waiting_bytes_ += dynamodb::item_size_bytes(item);
  waiting_.push_back(std::move(item));
  if (waiting_.size() >= limits::table_page_rows || waiting_bytes_ >= limits::table_page_bytes) {
    finish();
  }
}

void TableFiller::finish() {
  transactions_.write("", [&](storage::WriteTransaction& transaction) {
    storage::ItemWriter writer(transaction, table_);
    for (const dynamodb::Item& item : waiting_) {
      const dynamodb::Key key = dynamodb::key_of_item(item, table_);
      writer.put(key, writer.read_for_update(key), item);
    }
  });
  waiting_.clear();
  waiting_bytes_ = 0;
}

}  // namespace tombola::operations
