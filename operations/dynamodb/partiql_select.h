// A SELECT: which rows of a table or index it reads, and a page of them. Source: "PartiQL select
// statements for DynamoDB".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/partiql/statement.h"
#include "dynamodb/partiql/where_clause.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/dynamodb/next_token.h"
#include "operations/dynamodb/page_items.h"
#include "operations/dynamodb/read_target.h"
#include "storage/catalog.h"

namespace tombola::operations {

class PartiqlSelect {
 public:
  struct Page {
    std::string items;               // {...},{...}
    std::size_t query = 0;           // where it ended, if it did not end with the data:
    std::string last_evaluated_key;  // empty otherwise
    ConsumedUnits units;
  };

  // Throws ApiError::validation:
  //   The table does not have the specified index
  //   Strongly consistent read is not supported on Global Secondary Indexes
  //   One or more parameter values were invalid: Global secondary index i does not project [a]
  //   One or more parameter values were invalid: Secondary index i does not project one or more
  //   filter attributes: [a]
  //   Must have WHERE clause in the statement when using ORDER BY clause.
  //   Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY
  //   clause.
  //   Variable reference a in ORDER BY clause must be part of the primary key
  //   and what a Query's key condition is refused for (key_condition.h).
  PartiqlSelect(const dynamodb::partiql::Statement& statement, storage::TableSnapshot table,
                bool is_consistent);

  // Null for a table.
  const dynamodb::IndexDefinition* index() const { return index_; }

  // From `position`, or the beginning, at most `limit` items before the filter and 1 MB of them.
  Page read(storage::Transaction& transaction, const std::optional<SelectPosition>& position,
            std::optional<std::size_t> limit) const;

 private:
  void check_order(const dynamodb::partiql::Statement& statement) const;
  void plan(const dynamodb::partiql::Statement& statement);
  bool fetches(const dynamodb::partiql::Statement& statement) const;
  storage::KeyRange range_from(const SelectPosition& position) const;

  storage::TableSnapshot table_;
  const dynamodb::IndexDefinition* index_ = nullptr;  // of table_
  bool is_consistent_;
  storage::Direction direction_ = storage::Direction::Forward;
  ItemProjection projection_;
  std::optional<dynamodb::Condition> filter_;
  bool is_scan_ = true;
  bool has_several_values_ = false;
  std::optional<ReadTarget> target_;
  std::vector<storage::KeyRange> ranges_;
};

}  // namespace tombola::operations
