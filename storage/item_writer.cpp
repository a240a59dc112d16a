#include "storage/item_writer.h"

#include "dynamodb/api_error.h"
#include "storage/change_log.h"
#include "storage/item_collection.h"
#include "storage/item_history.h"
#include "storage/layout.h"
#include "storage/time_to_live.h"

namespace tombola::storage {
namespace {

using dynamodb::ChangeRecord;
using dynamodb::ChangeType;

std::size_t key_size_bytes(const dynamodb::Key& key, const dynamodb::TableDefinition& table) {
  std::size_t size = table.hash_key.name.size() + dynamodb::size_bytes(key.hash);
  if (key.range) {
    size += table.range_key->name.size() + dynamodb::size_bytes(*key.range);
  }
  return size;
}

std::int64_t size_of(const StoredItem* item) {
  return item ? static_cast<std::int64_t>(item->size_bytes()) : 0;
}

}  // namespace

std::optional<std::string> ItemWriter::read_for_update(const dynamodb::Key& key) {
  const std::string row_key = item_key(table_, key);
  if (transaction_.is_in_open_transaction(row_key)) {
    throw dynamodb::ApiError::modelled("TransactionConflictException",
                                       "Transaction is ongoing for the item");
  }
  return transaction_.bytes().get_for_update(row_key);
}

IndexUnits ItemWriter::put(const dynamodb::Key& key, const std::optional<std::string>& old_bytes,
                           const dynamodb::Item& item) {
  std::string new_bytes = encode_item(item, table_);
  // Canonical bytes: equal bytes are equal items.
  if (old_bytes == new_bytes) {
    note_unchanged(key);
    return {};
  }
  const std::string row_key = item_key(table_, key);
  const StoredItem new_item(new_bytes);
  const std::optional<StoredItem> old_item =
      old_bytes ? std::optional<StoredItem>(*old_bytes) : std::nullopt;
  const StoredItem* old_or_none = old_item ? &*old_item : nullptr;
  add_to_counter(
      {old_item ? 0 : 1, static_cast<std::int64_t>(new_item.size_bytes()) - size_of(old_or_none)});
  record_change({key, row_key, old_or_none, &new_item});
  IndexUnits units = write_indexes(key, old_or_none, &new_item, &item);
  transaction_.bytes().put(row_key, std::move(new_bytes));
  return units;
}

IndexUnits ItemWriter::erase(const dynamodb::Key& key, const std::optional<std::string>& old_bytes,
                             DeletedBy deleted_by) {
  if (!old_bytes) {
    note_unchanged(key);
    return {};
  }
  const std::string row_key = item_key(table_, key);
  transaction_.bytes().erase(row_key);
  const StoredItem old_item(*old_bytes);
  add_to_counter({-1, -size_of(&old_item)});
  record_change({key, row_key, &old_item, nullptr}, deleted_by);
  return write_indexes(key, &old_item, nullptr, nullptr);
}

IndexUnits ItemWriter::write_indexes(const dynamodb::Key& key, const StoredItem* old_item,
                                     const StoredItem* new_item, const dynamodb::Item* new_image) {
  if (table_.indexes.empty() && !table_.time_to_live) {
    return {};
  }
  std::optional<dynamodb::Item> old_image;
  if (old_item) {
    old_image = old_item->item();
  }
  const dynamodb::Item* old_or_none = old_image ? &*old_image : nullptr;
  write_expiry_row(transaction_, table_, old_or_none, new_image);
  IndexWrite write = write_index_rows(transaction_.bytes(), table_, old_or_none, new_image);
  if (has_item_collections(table_)) {
    grow_item_collection(transaction_.bytes(), table_, key.hash,
                         size_of(new_item) - size_of(old_item) + write.local_bytes);
  }
  return std::move(write.units);
}

void ItemWriter::record_change(const ChangedItem& item, DeletedBy deleted_by) {
  if (!table_.stream_enabled() && !table_.point_in_time_recovery) {
    return;
  }
  const auto& [key, row_key, old_item, new_item] = item;
  ChangeRecord record;
  record.type = !old_item ? ChangeType::Insert : new_item ? ChangeType::Modify : ChangeType::Remove;
  record.partition_hash = layout::hash_of_item_key(row_key);
  record.by_time_to_live = deleted_by == DeletedBy::TimeToLive;
  const StoredItem& either = new_item ? *new_item : *old_item;
  const std::string keys_json = key_json(either, table_);
  record.keys_json = keys_json;
  record.keys_size_bytes = static_cast<std::uint32_t>(key_size_bytes(key, table_));
  if (new_item) {
    record.new_image_json = new_item->json();
    record.new_image_size_bytes = static_cast<std::uint32_t>(new_item->size_bytes());
  }
  if (old_item) {
    record.old_image_json = old_item->json();
    record.old_image_size_bytes = static_cast<std::uint32_t>(old_item->size_bytes());
  }
  // The stream's is the last, so that its number is the one that the commit's receipt ends with.
  if (table_.point_in_time_recovery) {
    item_history::append(transaction_, table_.id, record);
  }
  if (table_.stream_enabled()) {
    change_log::append(transaction_, table_.stream->id, record);
  }
}

void ItemWriter::note_unchanged(const dynamodb::Key& key) {
  if (table_.stream_enabled()) {
    transaction_.note_unchanged(table_.stream->id, key_json(key, table_));
  }
}

void ItemWriter::add_to_counter(const Counter& grown) {
  if (grown != Counter{}) {
    transaction_.bytes().add(layout::table_counter_key(table_.id), grown);
  }
}

}  // namespace tombola::storage
