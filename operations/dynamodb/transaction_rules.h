// Rules that TransactGetItems and TransactWriteItems share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tombola::operations {

inline constexpr std::size_t transact_items_max = 100;
// Transactions cost twice as much, after each item is rounded.
inline constexpr std::int64_t transaction_cost_factor = 2;

// Throws ApiError::validation when two of the rows are alike:
// "Transaction request cannot include multiple operations on one item".
void check_distinct_items(std::vector<std::string> row_keys);

}  // namespace tombola::operations
