// A row's key: index prefix | expiry in milliseconds:8, big-endian | the item's row key behind the
// table's prefix. Its value is empty.
#include "storage/time_to_live.h"

#include <algorithm>
#include <string>
#include <vector>

#include "dynamodb/limits.h"
#include "dynamodb/validation/item_rules.h"
#include "storage/item_encoding.h"
#include "storage/item_reader.h"
#include "storage/item_writer.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

using dynamodb::Item;
using dynamodb::Number;
using dynamodb::TableDefinition;

constexpr std::size_t fill_page_bytes = 4 * 1024 * 1024;
constexpr std::size_t time_size_bytes = 8;
constexpr int digits_of_ms = 3;

// Seconds since 1970 in milliseconds, rounded down; nothing outside 1970 to 9999, where the clock
// never is.
std::optional<std::int64_t> epoch_ms(const Number& seconds) {
  static const Number end(limits::time_ms_max / 1000);
  if (seconds.is_negative() || seconds > end) {
    return std::nullopt;
  }
  dynamodb::Uint128 ms = seconds.coefficient();
  for (int exponent = seconds.exponent() + digits_of_ms; exponent != 0 && ms != 0;
       exponent += exponent < 0 ? 1 : -1) {
    ms = exponent < 0 ? ms / 10 : ms * 10;
  }
  return static_cast<std::int64_t>(ms);
}

std::string prefix_of(const TableDefinition& table) {
  return layout::index_prefix(table.id, table.time_to_live->index);
}

// Where the rows of this moment begin.
std::string bound(const TableDefinition& table, std::int64_t time_ms) {
  std::string key = prefix_of(table);
  layout::append_big_endian(key, static_cast<std::uint64_t>(std::max<std::int64_t>(time_ms, 0)));
  return key;
}

std::string expiry_row_key(const TableDefinition& table, const Item& item, std::int64_t time_ms) {
  const std::string item_row = item_key(table, dynamodb::key_of_item(item, table));
  return bound(table, time_ms) + item_row.substr(layout::item_prefix(table.id).size());
}

std::string item_row_of(const TableDefinition& table, const std::string& expiry_row) {
  return layout::item_prefix(table.id) +
         expiry_row.substr(prefix_of(table).size() + time_size_bytes);
}

std::int64_t time_of(const TableDefinition& table, const std::string& expiry_row) {
  return static_cast<std::int64_t>(layout::read_big_endian(
      std::string_view(expiry_row).substr(prefix_of(table).size(), time_size_bytes)));
}

std::int64_t oldest_ms(std::int64_t now_ms) {
  return now_ms - limits::time_to_live_past_ms_max;
}

bool is_due(std::int64_t expires_ms, std::int64_t now_ms) {
  return expires_ms < now_ms && expires_ms >= oldest_ms(now_ms);
}

// Deletes those of the rows' items that have expired. The table may have changed since it was
// looked up: another incarnation, or another TTL attribute, has rows of its own.
std::size_t delete_items(WriteTransaction& transaction, Catalog& catalog,
                         const TableDefinition& table, const std::vector<std::string>& item_rows,
                         std::int64_t now_ms) {
  const auto current = catalog.find_for_share(transaction.bytes(), table.name_space, table.name);
  if (!current || current->id != table.id || !current->time_to_live ||
      current->time_to_live->index != table.time_to_live->index) {
    return 0;
  }
  std::size_t deleted = 0;
  ItemWriter writer(transaction, *current);
  for (const std::string& row : item_rows) {
    const auto bytes = transaction.bytes().get_for_update(row);
    if (!bytes) {
      continue;
    }
    const Item item = StoredItem(*bytes).item();
    const auto expires_ms = expiry_ms(*current, item);
    if (expires_ms && is_due(*expires_ms, now_ms)) {
      writer.erase(dynamodb::key_of_item(item, *current), bytes, DeletedBy::TimeToLive);
      ++deleted;
    }
  }
  return deleted;
}

std::size_t delete_expired_items_of(TransactionRunner& transactions, Catalog& catalog,
                                    const TableDefinition& table, std::int64_t now_ms,
                                    const std::atomic<bool>& stopping) {
  KeyRange range{bound(table, oldest_ms(now_ms)), bound(table, now_ms)};
  std::size_t deleted = 0;
  for (bool more = true; more && !stopping;) {
    std::vector<std::string> item_rows;
    transactions.read([&](Transaction& transaction) {
      const Page page =
          transaction.read(range, Direction::Forward, ReadLimit{limits::expired_items_page});
      for (const Row& row : page.rows) {
        item_rows.push_back(item_row_of(table, row.key));
      }
      more = !page.complete;
      if (more) {
        range = behind(std::move(range), page.rows.back().key, Direction::Forward);
      }
    });
    if (item_rows.empty()) {
      break;
    }
    // As transactions take several keys.
    std::sort(item_rows.begin(), item_rows.end());
    std::size_t deleted_now = 0;
    transactions.write(table.name, [&](WriteTransaction& transaction) {
      deleted_now = delete_items(transaction, catalog, table, item_rows, now_ms);
    });
    deleted += deleted_now;
  }
  return deleted;
}

std::vector<TableSnapshot> tables_of(TransactionRunner& transactions, Catalog& catalog) {
  std::vector<TableSnapshot> tables;
  transactions.read(
      [&](Transaction& transaction) { tables = catalog.tables_with_time_to_live(transaction); });
  return tables;
}

}  // namespace

std::optional<std::int64_t> expiry_ms(const TableDefinition& table,
                                      const dynamodb::AttributeMap& item) {
  if (!table.time_to_live) {
    return std::nullopt;
  }
  const dynamodb::AttributeValue* value = item.find(table.time_to_live->attribute);
  return value != nullptr && value->type() == dynamodb::AttributeType::N
             ? epoch_ms(value->as_number())
             : std::nullopt;
}

void write_expiry_row(WriteTransaction& transaction, const TableDefinition& table,
                      const Item* old_item, const Item* new_item) {
  const auto old_ms = old_item != nullptr ? expiry_ms(table, *old_item) : std::nullopt;
  const auto new_ms = new_item != nullptr ? expiry_ms(table, *new_item) : std::nullopt;
  if (old_ms == new_ms) {
    return;
  }
  if (old_ms) {
    transaction.bytes().erase(expiry_row_key(table, *old_item, *old_ms));
  }
  if (new_ms) {
    transaction.bytes().put(expiry_row_key(table, *new_item, *new_ms), "");
    transaction.note_expiry(*new_ms);
  }
}

void fill_expiry_index(WriteTransaction& transaction, const TableDefinition& table) {
  ItemPageRequest request;
  request.range = KeyRange::with_prefix(layout::item_prefix(table.id));
  request.size_bytes_max = fill_page_bytes;
  for (bool more = true; more;) {
    const ItemPage page = read_items(transaction.bytes(), request);
    for (std::size_t i = 0; i < page.items.size(); ++i) {
      const Item item = StoredItem(page.items[i]).item();
      write_expiry_row(transaction, table, nullptr, &item);
    }
    more = page.end.stopped_early;
    if (more) {
      request.range = behind(std::move(request.range), page.end.last_row_key, Direction::Forward);
    }
  }
}

KeyRange expiry_index_range(const TableDefinition& table) {
  return KeyRange::with_prefix(prefix_of(table));
}

std::size_t delete_expired_items(TransactionRunner& transactions, Catalog& catalog,
                                 std::int64_t now_ms, const std::atomic<bool>& stopping) {
  std::size_t deleted = 0;
  for (const TableSnapshot& table : tables_of(transactions, catalog)) {
    deleted += delete_expired_items_of(transactions, catalog, *table, now_ms, stopping);
  }
  return deleted;
}

std::optional<std::int64_t> next_expiry_ms(TransactionRunner& transactions, Catalog& catalog,
                                           std::int64_t now_ms) {
  std::optional<std::int64_t> next_ms;
  transactions.read([&](Transaction& transaction) {
    for (const TableSnapshot& table : catalog.tables_with_time_to_live(transaction)) {
      const KeyRange range{bound(*table, oldest_ms(now_ms)), expiry_index_range(*table).end};
      const Page first = transaction.read(range, Direction::Forward, ReadLimit{1});
      if (!first.rows.empty()) {
        next_ms = std::min(next_ms.value_or(INT64_MAX), time_of(*table, first.rows.front().key));
      }
    }
  });
  return next_ms;
}

}  // namespace tombola::storage
