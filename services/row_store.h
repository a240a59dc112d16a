// Rows of the engine for services that keep a document under a name: read, listed, changed in
// transactions of their own. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/transaction_runner.h"

namespace tombola::services {

class RowStore {
 public:
  explicit RowStore(storage::TransactionRunner& transactions) : transactions_(transactions) {}

  std::optional<std::string> find(const std::string& key) const;
  // The values, by key.
  std::vector<std::string> list(std::string_view prefix) const;

  // Puts what `edit` makes of the row, or of its absence, in its place; erases it for nothing. What
  // `edit` throws leaves all as it was. It may run more than once.
  using Edit = std::function<std::optional<std::string>(const std::optional<std::string>& row)>;
  void change(const std::string& key, const Edit& edit);

 private:
  storage::TransactionRunner& transactions_;
};

}  // namespace tombola::services
