// What happened to the items of a table that has point-in-time recovery: a log of its changes with both
// images, written with the change, kept for as long as the recovery period says. Whoever wants the table
// as it was takes its items of now and takes the changes back. A table without recovery has no history
// and pays nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "dynamodb/model/change_record.h"
#include "dynamodb/model/table_definition.h"
#include "storage/transaction_runner.h"

namespace tombola::storage::item_history {

// Part of the write of an item of a table that has recovery.
void append(WriteTransaction& transaction, dynamodb::TableId table,
            const dynamodb::ChangeRecord& record);

// All that there was so far; for a table whose recovery ends.
void forget(WriteTransaction& transaction, dynamodb::TableId table);

// Removes what is older than its table's recovery period, of every table.
void trim(TransactionRunner& transactions, std::int64_t now_ms);
// When there is next something to be removed; INT64_MAX: never.
std::int64_t next_trim_ms(TransactionRunner& transactions, std::int64_t now_ms);

// Canonical JSON, valid during the call.
using TakeItem = std::function<void(std::string_view item_json)>;
// The items that the table had at that moment, which its history reaches, in no particular order.
// Holds the keys of those that changed since. `take` must not call the transaction.
void visit_items_at(Transaction& snapshot, const dynamodb::TableDefinition& table,
                    std::int64_t time_ms, const TakeItem& take);

// What the changes of an item come to.
struct ItemChange {
  std::string keys_json;
  std::string old_image_json;  // empty: it was not there before
  std::string new_image_json;  // empty: it is not there any more
  std::int64_t time_ms = 0;    // of the last change
};
using TakeChange = std::function<void(const ItemChange& change)>;
// Of items that changed from `from_ms` to before `until_ms`; what came and went in between is none.
// Holds them all.
void visit_changes(Transaction& snapshot, const dynamodb::TableDefinition& table,
                   std::int64_t from_ms, std::int64_t until_ms, const TakeChange& take);

}  // namespace tombola::storage::item_history
