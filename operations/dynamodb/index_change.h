// GlobalSecondaryIndexUpdates of an UpdateTable: at most one index made or dropped, and new
// throughput for others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/index_rules.h"
#include "operations/request.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

class IndexChange {
 public:
  // Reads the request against the table as it is. Throws ApiError: several things or nothing in one
  // entry, an index twice, more than one made or dropped, names that are taken or not there.
  IndexChange(const Request& request, const dynamodb::TableDefinition& table);

  // On the new definition; its billing mode is settled. Attribute definitions that no key uses any
  // more go.
  void apply(dynamodb::TableDefinition& table, std::int64_t now_ms) const;
  // Rows for the items that are there, if an index is made; no counters any more for one that is
  // dropped.
  void write(storage::Transaction& transaction, const dynamodb::TableDefinition& before,
             const dynamodb::TableDefinition& after) const;

  // Null when none is dropped. `table`: as it was.
  const dynamodb::IndexDefinition* dropped(const dynamodb::TableDefinition& table) const;
  // Of the rows of the dropped index; empty when there is none.
  std::string dropped_prefix(const dynamodb::TableDefinition& table) const;

 private:
  struct ThroughputUpdate {
    std::string index;
    std::optional<dynamodb::ProvisionedThroughput> throughput;
    dynamodb::UnitsRequest on_demand;
    dynamodb::UnitsRequest warm;
  };

  void read_update(const Request& update, std::string name);
  void apply_update(const ThroughputUpdate& update, dynamodb::TableDefinition& table,
                    std::int64_t now_ms) const;
  void read_entry(const Request& entry, const dynamodb::TableDefinition& table);
  void check_counts(std::vector<std::string> names) const;

  std::optional<dynamodb::IndexRequest> created_;
  std::optional<std::string> dropped_name_;
  std::vector<ThroughputUpdate> throughput_updates_;
  std::vector<std::string> names_;
  std::size_t online_count_ = 0;
  std::vector<dynamodb::AttributeDefinition> definitions_;
};

}  // namespace tombola::operations
