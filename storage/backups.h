// Backups of tables: what a table was, and its items in a range of their own. They outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"
#include "storage/transaction_runner.h"

namespace tombola::storage {

struct Backup {
  std::string id;  // the end of its ARN: when it was made, and eight digits
  std::string name;
  std::int64_t created_ms = 0;
  dynamodb::TableId items = 0;  // which its items are kept under, as if they were a table's
  Counter size;
  dynamodb::TableDefinition table;

  std::string arn() const;
  // Made by DeleteTable of a table with point-in-time recovery; goes by itself.
  bool is_system() const;
  std::int64_t expires_ms() const;
};
// Of the table as it is, about to be deleted: it has the table's own items.
Backup system_backup_of(const dynamodb::TableDefinition& table, const Counter& size,
                        std::int64_t now_ms);

std::optional<Backup> find_backup(Transaction& transaction, const dynamodb::Namespace& name_space,
                                  std::string_view table, std::string_view id);
// Held until the commit, so that nobody deletes it meanwhile.
std::optional<Backup> find_backup_for_update(Transaction& transaction,
                                             const dynamodb::Namespace& name_space,
                                             std::string_view table, std::string_view id);
// In the order of table name, then time; of one table if `table` is not empty.
std::vector<Backup> all_backups(Transaction& transaction, const dynamodb::Namespace& name_space,
                                std::string_view table);
void put_backup(Transaction& transaction, const Backup& backup);
void erase_backup(Transaction& transaction, const Backup& backup);

// What follows works through all items that `snapshot` has, in as many transactions of its own as
// they need. Nothing leads to what it writes before the caller says so; should the process die
// first, it stays behind unreachable.
void copy_items(TransactionRunner& transactions, Transaction& snapshot, dynamodb::TableId from,
                dynamodb::TableId to);
// `table`: not in the catalog yet. Its indexes and counters are written as well.
void write_items_of(const Backup& backup, TransactionRunner& transactions, Transaction& snapshot,
                    const dynamodb::TableDefinition& table);

void erase_items_of(const Backup& backup, Engine& engine);

// Erases everybody's system backups that have expired.
void erase_expired_backups(TransactionRunner& transactions, std::int64_t now_ms);

}  // namespace tombola::storage
