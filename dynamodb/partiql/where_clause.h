// What of a WHERE clause the keys of a table or index can answer. The rest stays a condition.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamodb/expressions/condition_tree.h"
#include "dynamodb/expressions/key_condition.h"

namespace tombola::dynamodb::partiql {

// One item: its key, and what else is asked of it.
struct ItemWhere {
  AttributeMap key;
  std::optional<ConditionNode> rest;
};
// Nothing unless the clause demands an equality of each of these attributes, ANDed together.
std::optional<ItemWhere> find_item(const std::optional<ConditionNode>& where,
                                   const std::vector<std::string>& key_names);

// A SELECT. Equality or IN on each HASH attribute (OR of such, too) makes it one query for each
// combination of values; anything else reads everything.
struct ReadPlan {
  bool is_scan = true;
  bool has_several_values = false;  // IN or OR: the queries' results are paged together
  std::vector<KeyCondition> queries;
  std::optional<ConditionNode> filter;
};
// `hash_descending`: the order of the queries, by their first HASH attribute; none: as written.
// Throws ApiError::validation for more than limits::partiql_in_hash_values_max queries.
ReadPlan plan_read(const std::optional<ConditionNode>& where, const KeySchema& schema,
                   std::optional<bool> hash_descending);

}  // namespace tombola::dynamodb::partiql
