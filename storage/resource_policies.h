// Resource-based policies of tables and their streams: kept and given back, never applied, since
// any credentials pass. They go with the table. Every call works in the caller's transaction.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

struct ResourcePolicy {
  std::string sent;  // as the last change sent it, canonical: what decides whether it is another
  std::string document;  // as it is given back
  std::string revision_id;
};

// Whose it is: a table's, or one of its streams'.
struct PolicyOwner {
  dynamodb::TableId table = 0;
  dynamodb::StreamId stream = 0;  // 0: the table itself
};

std::optional<ResourcePolicy> find_policy(Transaction& transaction, PolicyOwner owner);
std::optional<ResourcePolicy> find_policy_for_update(Transaction& transaction, PolicyOwner owner);
void put_policy(Transaction& transaction, PolicyOwner owner, const ResourcePolicy& policy);
void erase_policy(Transaction& transaction, PolicyOwner owner);
// The table's and its streams'.
void erase_policies(Transaction& transaction, dynamodb::TableId table);

}  // namespace tombola::storage
