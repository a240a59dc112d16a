// How the throughput of a table or of a global index may be set and changed, in AWS's words. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

// The throughput of a definition that is being made or changed.
struct ThroughputTarget {
  explicit ThroughputTarget(TableDefinition& table);
  explicit ThroughputTarget(IndexDefinition& index);

  std::string index;  // its name; empty: the table itself
  ProvisionedThroughput& provisioned;
  ThroughputHistory& history;
  OnDemandThroughput& on_demand;
  WarmThroughput& warm;
};

// Takes a bound of OnDemandThroughput away.
inline constexpr std::int64_t no_bound = -1;

// OnDemandThroughput and WarmThroughput as requests have them.
struct UnitsRequest {
  std::optional<std::int64_t> read;
  std::optional<std::int64_t> write;

  bool empty() const { return !read && !write; }
};

// A throughput that is other than the current one. Throws LimitExceededException when it has been
// lowered too often: four times on a day (UTC), and then once an hour.
void change_provisioned(const ThroughputTarget& target, const ProvisionedThroughput& wanted,
                        std::int64_t now_ms);

// Member by member. `updating`: -1 takes a bound away, and the words are UpdateTable's.
void change_on_demand(const ThroughputTarget& target, const UnitsRequest& wanted, BillingMode mode,
                      bool updating);

// What a new table or index can take: what was asked for, at least what its mode gives.
void begin_warm(const ThroughputTarget& target, const UnitsRequest& wanted, BillingMode mode);
// It only ever rises.
void change_warm(const ThroughputTarget& target, const UnitsRequest& wanted);
// To what its mode and throughput need, when these have changed.
void raise_warm(const ThroughputTarget& target, BillingMode mode);

// Throws LimitExceededException when the table or one of its global indexes is to have more than an
// account gives. `before`: null for a new table; what it had already it may keep.
void check_account_quotas(const TableDefinition& table, const TableDefinition* before);

}  // namespace tombola::dynamodb
