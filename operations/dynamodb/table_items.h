// Writes items into a table that is in no catalog yet, in as many transactions as they need.
#pragma once

#include <cstddef>
#include <vector>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"
#include "storage/transaction_runner.h"

namespace tombola::operations {

class TableFiller {
 public:
  // Both outlive it.
  TableFiller(const dynamodb::TableDefinition& table, storage::TransactionRunner& transactions)
      : table_(table), transactions_(transactions) {}

  // It has the table's key. One that comes again takes the earlier one's place.
  void add(dynamodb::Item item);
  // What was added is written when this returns.
  void finish();

 private:
  const dynamodb::TableDefinition& table_;
  storage::TransactionRunner& transactions_;
  std::vector<dynamodb::Item> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace tombola::operations
