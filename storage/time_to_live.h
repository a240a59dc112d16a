// Time to live: which items expire, and their deletion.
//
// A table whose time to live is on has an expiry index: a row for each item with a number in the
// TTL attribute, in the order of expiry. ItemWriter moves it in the item's own transaction, so it
// is never behind, and what is due is found without a look at what is not. Who decides when to
// delete is above (server/expiry_sweeper.h); expired items are like all others until then.
//
// Source: "Using time to live (TTL) in DynamoDB": an item expires when the epoch seconds in its
// attribute are below the current time; values of other types, and those of more than five years
// ago, are ignored.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"
#include "storage/catalog.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

// When the item expires; nothing for one that never does.
std::optional<std::int64_t> expiry_ms(const dynamodb::TableDefinition& table,
                                      const dynamodb::AttributeMap& item);

// Part of every item write: moves the row from the old image to the new one (null: there is none).
void write_expiry_row(WriteTransaction& transaction, const dynamodb::TableDefinition& table,
                      const dynamodb::Item* old_item, const dynamodb::Item* new_item);
// Fills the index of a table whose time to live was just turned on.
void fill_expiry_index(WriteTransaction& transaction, const dynamodb::TableDefinition& table);
// All rows of the table's expiry index. Requires that its time to live is on.
KeyRange expiry_index_range(const dynamodb::TableDefinition& table);

// Deletes every item of every table that has expired by `now_ms`, as the service: a stream's record
// says so. An item that was rewritten meanwhile is judged by what it has become. Returns how many;
// ends early when `stopping` becomes true. Throws as TransactionRunner::write does.
std::size_t delete_expired_items(TransactionRunner& transactions, Catalog& catalog,
                                 std::int64_t now_ms, const std::atomic<bool>& stopping);

// When the first of all items expires that is not too old to.
std::optional<std::int64_t> next_expiry_ms(TransactionRunner& transactions, Catalog& catalog,
                                           std::int64_t now_ms);

}  // namespace tombola::storage
