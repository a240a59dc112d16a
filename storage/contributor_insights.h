// Contributor Insights of tables and of their global indexes, since they were first turned on. They
// go with the table and with the index. Every call works in the caller's transaction.
#pragma once

#include <cstdint>
#include <optional>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

struct ContributorInsights {
  bool enabled = true;
  bool throttled_keys_only = false;
  std::int64_t created_ms = 0;  // part of their rules' names
  std::int64_t updated_ms = 0;
  std::int64_t settles_ms = 0;  // until then they are ENABLING or DISABLING
};

// Whose they are: a table's, or one of its indexes'.
struct InsightsOwner {
  dynamodb::TableId table = 0;
  dynamodb::IndexId index = 0;  // 0: the table itself
};

std::optional<ContributorInsights> find_insights(Transaction& transaction, InsightsOwner owner);
std::optional<ContributorInsights> find_insights_for_update(Transaction& transaction,
                                                            InsightsOwner owner);
void put_insights(Transaction& transaction, InsightsOwner owner,
                  const ContributorInsights& insights);
void erase_insights(Transaction& transaction, InsightsOwner owner);
// The table's own and its indexes'.
void erase_all_insights(Transaction& transaction, const dynamodb::TableDefinition& table);

}  // namespace tombola::storage
