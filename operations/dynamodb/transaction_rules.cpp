#include "operations/dynamodb/transaction_rules.h"

#include <algorithm>

#include "dynamodb/api_error.h"

namespace tombola::operations {

void check_distinct_items(std::vector<std::string> row_keys) {
  std::sort(row_keys.begin(), row_keys.end());
  if (std::adjacent_find(row_keys.begin(), row_keys.end()) != row_keys.end()) {
    throw dynamodb::ApiError::validation(
        "Transaction request cannot include multiple operations on one item");
  }
}

}  // namespace tombola::operations
