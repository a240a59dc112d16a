#include "operations/dynamodb/table_items.h"

#include "dynamodb/validation/item_rules.h"
#include "storage/item_writer.h"

namespace tombola::operations {
namespace {

// One transaction's share.
constexpr std::size_t items_at_once_max = 1024;
constexpr std::size_t bytes_at_once_max = 1u << 20;

}  // namespace

void TableFiller::add(dynamodb::Item item) {
  waiting_bytes_ += dynamodb::item_size_bytes(item);
  waiting_.push_back(std::move(item));
  if (waiting_.size() >= items_at_once_max || waiting_bytes_ >= bytes_at_once_max) {
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
