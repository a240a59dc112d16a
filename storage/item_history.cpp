// The log has the number that the log of a stream with the table's id would have: ids of tables and
// streams are never alike.
#include "storage/item_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "dynamodb/limits.h"
#include "storage/change_log.h"
#include "storage/item_encoding.h"
#include "storage/layout.h"
#include "storage/table_json.h"

namespace tombola::storage::item_history {
namespace {

using dynamodb::ChangeRecord;
using dynamodb::TableDefinition;

constexpr ReadLimit page_limit{limits::table_page_rows, limits::table_page_bytes};

std::vector<TableDefinition> tables_with_history(Transaction& transaction) {
  std::vector<TableDefinition> tables;
  const auto range = KeyRange::with_prefix(layout::all_tables_prefix());
  transaction.visit(range, Direction::Forward, [&](std::string_view, std::string_view row) {
    // Few have it, and reading a definition takes its time.
    if (row.find("\"point_in_time_recovery\"") != std::string_view::npos) {
      tables.push_back(table_from_json(row));
    }
    return true;
  });
  return tables;
}

std::int64_t period_ms(const TableDefinition& table) {
  return table.point_in_time_recovery->period_days * limits::day_ms;
}

// Changes from that time on, in their order, until `take` says false.
void for_each_change(Transaction& snapshot, const TableDefinition& table, std::int64_t from_ms,
                     const std::function<bool(const LoggedChange&)>& take) {
  std::uint64_t after = change_log::last_number_before(snapshot, table.id, from_ms);
  for (bool complete = false; !complete;) {
    const auto page = change_log::read(snapshot, table.id, after, HashRange{}, page_limit);
    for (const LoggedChange& change : page.records) {
      if (!take(change)) {
        return;
      }
    }
    after = page.up_to;
    complete = page.complete;
  }
}

void for_each_item(Transaction& snapshot, const TableDefinition& table,
                   const std::function<void(const StoredItem&)>& take) {
  KeyRange range = KeyRange::with_prefix(layout::item_prefix(table.id));
  for (bool complete = false; !complete;) {
    const Page page = snapshot.read(range, Direction::Forward, page_limit);
    for (const Row& row : page.rows) {
      take(StoredItem(row.value));
    }
    complete = page.complete;
    if (!page.rows.empty()) {
      range.begin = page.rows.back().key + '\0';
    }
  }
}

}  // namespace

void append(WriteTransaction& transaction, dynamodb::TableId table, const ChangeRecord& record) {
  transaction.bytes().append(layout::change_log(table), change_log::encode(record));
}

void forget(WriteTransaction& transaction, dynamodb::TableId table) {
  transaction.bytes().trim_log(layout::change_log(table), UINT64_MAX);
}

void trim(TransactionRunner& transactions, std::int64_t now_ms) {
  std::vector<std::pair<dynamodb::TableId, std::uint64_t>> points;
  transactions.read([&](Transaction& transaction) {
    points.clear();
    for (const TableDefinition& table : tables_with_history(transaction)) {
      const std::uint64_t up_to =
          change_log::last_number_before(transaction, table.id, now_ms - period_ms(table));
      if (up_to > 0) {
        points.emplace_back(table.id, up_to);
      }
    }
  });
  for (const auto& [table, up_to] : points) {
    transactions.write("", [&, id = table, number = up_to](WriteTransaction& transaction) {
      transaction.bytes().trim_log(layout::change_log(id), number);
    });
  }
}

std::int64_t next_trim_ms(TransactionRunner& transactions, std::int64_t now_ms) {
  std::int64_t next_ms = INT64_MAX;
  transactions.read([&](Transaction& transaction) {
    for (const TableDefinition& table : tables_with_history(transaction)) {
      const auto first = transaction.first_log_record(layout::change_log(table.id));
      next_ms = std::min(next_ms, (first ? first->time_ms : now_ms) + period_ms(table) + 1);
    }
  });
  return next_ms;
}

void visit_items_at(Transaction& snapshot, const TableDefinition& table, std::int64_t time_ms,
                    const TakeItem& take) {
  // The first change of an item after that moment has what it was then.
  std::set<std::string, std::less<>> changed_keys;
  for_each_change(snapshot, table, time_ms + 1, [&](const LoggedChange& change) {
    const ChangeRecord record = change.record();
    const bool is_first = changed_keys.insert(std::string(record.keys_json)).second;
    if (is_first && !record.old_image_json.empty()) {
      take(record.old_image_json);
    }
    return true;
  });
  for_each_item(snapshot, table, [&](const StoredItem& item) {
    if (changed_keys.empty() || changed_keys.count(key_json(item, table)) == 0) {
      take(item.json());
    }
  });
}

void visit_changes(Transaction& snapshot, const TableDefinition& table, std::int64_t from_ms,
                   std::int64_t until_ms, const TakeChange& take) {
  std::map<std::string, ItemChange, std::less<>> changes;
  for_each_change(snapshot, table, from_ms, [&](const LoggedChange& logged) {
    if (logged.time_ms >= until_ms) {
      return false;
    }
    const ChangeRecord record = logged.record();
    const auto [found, is_first] = changes.try_emplace(
        std::string(record.keys_json),
        ItemChange{std::string(record.keys_json), std::string(record.old_image_json), {}, 0});
    found->second.new_image_json = record.new_image_json;
    found->second.time_ms = logged.time_ms;
    return true;
  });
  for (const auto& [keys, change] : changes) {
    if (!change.old_image_json.empty() || !change.new_image_json.empty()) {
      take(change);
    }
  }
}

}  // namespace tombola::storage::item_history
