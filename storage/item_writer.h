// The one way to change an item. Item, index rows, counters and change record go into one
// transaction: they exist together or not at all.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/key.h"
#include "dynamodb/model/table_definition.h"
#include "storage/index_writer.h"
#include "storage/item_encoding.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

// Who deletes: it shows in the stream record.
enum class DeletedBy { Request, TimeToLive };

class ItemWriter {
 public:
  // `table` was taken for share in the same transaction.
  ItemWriter(WriteTransaction& transaction, const dynamodb::TableDefinition& table)
      : transaction_(transaction), table_(table) {}

  // The item's stored bytes, held for update until the commit. Throws ApiError,
  // TransactionConflictException, when a transaction of the API is under way that has the item.
  std::optional<std::string> read_for_update(const dynamodb::Key& key);

  // `old_bytes`: what read_for_update gave for this key. A put of an equal item changes nothing and
  // leaves no record, nor does erasing an item that is not there.
  // What the write cost the table's indexes comes back. Throws ItemCollectionSizeLimitExceeded.
  IndexUnits put(const dynamodb::Key& key, const std::optional<std::string>& old_bytes,
                 const dynamodb::Item& item);
  IndexUnits erase(const dynamodb::Key& key, const std::optional<std::string>& old_bytes,
                   DeletedBy deleted_by = DeletedBy::Request);

 private:
  struct ChangedItem {
    const dynamodb::Key& key;
    std::string_view row_key;
    const StoredItem* old_item = nullptr;  // null: there is none
    const StoredItem* new_item = nullptr;
  };
  void record_change(const ChangedItem& item, DeletedBy deleted_by = DeletedBy::Request);
  IndexUnits write_indexes(const dynamodb::Key& key, const StoredItem* old_item,
                           const StoredItem* new_item, const dynamodb::Item* new_image);
  void note_unchanged(const dynamodb::Key& key);
  void add_to_counter(const Counter& grown);

  WriteTransaction& transaction_;
  const dynamodb::TableDefinition& table_;
};

}  // namespace tombola::storage
