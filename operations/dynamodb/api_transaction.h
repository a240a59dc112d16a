// A transaction of the API while it is under way: its token and its items are its own, and what
// meets it is refused (API_TransactWriteItems, API_TransactGetItems: TransactionConflict,
// TransactionInProgressException). On demand it is held between its checks and its commit.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation_context.h"

namespace tombola::operations {

class ApiTransaction {
 public:
  // Throws TransactionInProgressException when the same token is under way.
  ApiTransaction(OperationContext& context, std::optional<std::string_view> token);

  // As TransactionRunner::write. The body calls claim() once it knows its items, and checked()
  // before its first write; if the transaction is to be held, that is when, and the body runs again
  // afterwards.
  void run(const std::function<void(storage::WriteTransaction&)>& body);

  // The row of each action, in their order, none for an action that has none. Throws
  // TransactionCanceledException when another transaction has one of them.
  void claim(const std::vector<std::optional<std::string>>& row_keys);
  void checked();

 private:
  OperationContext& context_;
  std::string token_;
  storage::OpenTransactions::Member claims_;
  bool was_held_ = false;
};

// For a transaction that only reads: throws TransactionCanceledException when an open one has one
// of the rows.
void require_no_conflict(const OperationContext& context, const std::vector<std::string>& row_keys);

}  // namespace tombola::operations
