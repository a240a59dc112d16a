#include "storage/index_writer.h"

#include "storage/index_rows.h"
#include "storage/item_encoding.h"
#include "storage/item_reader.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

using dynamodb::CapacityUnits;
using dynamodb::IndexDefinition;
using dynamodb::Item;
using dynamodb::TableDefinition;

constexpr std::size_t backfill_page_bytes = 4 * 1024 * 1024;

std::optional<IndexRow> row_of(const TableDefinition& table, const IndexDefinition& index,
                               const Item* item) {
  return item ? index_row(table, index, *item) : std::nullopt;
}

std::size_t size_of(const std::optional<IndexRow>& row) {
  return row ? StoredItem(row->value).size_bytes() : 0;
}

// A row that moved costs its erasure and its insertion; one that stays, the larger of both images.
CapacityUnits units_of(const std::optional<IndexRow>& old_row,
                       const std::optional<IndexRow>& new_row) {
  if (old_row && new_row && old_row->key != new_row->key) {
    return dynamodb::write_units(size_of(old_row), 0) + dynamodb::write_units(0, size_of(new_row));
  }
  return dynamodb::write_units(size_of(old_row), size_of(new_row));
}

std::int64_t growth(const std::optional<IndexRow>& old_row,
                    const std::optional<IndexRow>& new_row) {
  return static_cast<std::int64_t>(size_of(new_row)) - static_cast<std::int64_t>(size_of(old_row));
}

void replace_row(Transaction& transaction, const TableDefinition& table,
                 const IndexDefinition& index, const std::optional<IndexRow>& old_row,
                 const std::optional<IndexRow>& new_row) {
  if (old_row && !(new_row && new_row->key == old_row->key)) {
    transaction.erase(old_row->key);
  }
  if (new_row) {
    transaction.put(new_row->key, new_row->value);
  }
  const Counter grown{(new_row ? 1 : 0) - (old_row ? 1 : 0), growth(old_row, new_row)};
  if (grown != Counter{}) {
    transaction.add(layout::index_counter_key(table.id, index.id), grown);
  }
}

// Calls `visit` with each index whose row the write changes, and with its rows.
template <typename Visit>
void for_each_changed_row(const TableDefinition& table, const Item* old_item, const Item* new_item,
                          Visit visit) {
  for (const IndexDefinition& index : table.indexes) {
    const auto old_row = row_of(table, index, old_item);
    const auto new_row = row_of(table, index, new_item);
    if (old_row != new_row) {
      visit(index, old_row, new_row);
    }
  }
}

}  // namespace

IndexWrite write_index_rows(Transaction& transaction, const TableDefinition& table,
                            const Item* old_item, const Item* new_item) {
  IndexWrite write;
  for_each_changed_row(table, old_item, new_item,
                       [&](const IndexDefinition& index, const auto& old_row, const auto& new_row) {
                         replace_row(transaction, table, index, old_row, new_row);
                         write.units[index.name] += units_of(old_row, new_row);
                         write.local_bytes += index.is_global ? 0 : growth(old_row, new_row);
                       });
  return write;
}

IndexUnits index_write_units(const TableDefinition& table, const Item* old_item,
                             const Item* new_item) {
  IndexUnits units;
  for_each_changed_row(table, old_item, new_item,
                       [&](const IndexDefinition& index, const auto& old_row, const auto& new_row) {
                         units[index.name] += units_of(old_row, new_row);
                       });
  return units;
}

void backfill_index(Transaction& transaction, const TableDefinition& table,
                    const IndexDefinition& index) {
  ItemPageRequest request;
  request.range = KeyRange::with_prefix(layout::item_prefix(table.id));
  request.size_bytes_max = backfill_page_bytes;
  for (bool more = true; more;) {
    const ItemPage page = read_items(transaction, request);
    for (std::size_t i = 0; i < page.items.size(); ++i) {
      const Item item = StoredItem(page.items[i]).item();
      replace_row(transaction, table, index, std::nullopt, index_row(table, index, item));
    }
    more = page.end.stopped_early;
    if (more) {
      request.range = behind(std::move(request.range), page.end.last_row_key, Direction::Forward);
    }
  }
}

}  // namespace tombola::storage
