// What a Query, Scan or SELECT reads: a table, or one of its indexes. Everything that differs
// between them is here.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/catalog.h"
#include "storage/engine/engine.h"
#include "storage/item_encoding.h"

namespace tombola::operations {

// Throws ApiError::validation for an index that is still being made.
void require_readable(const dynamodb::TableDefinition& table,
                      const dynamodb::IndexDefinition& index, const OperationContext& context);

// ExclusiveStartKey, if the request has one. Throws ApiError::validation: what is wrong with its
// values, with "The provided starting key is invalid: " before it unless it is a number's or
// a Query's (paritysuite/dynamodb-conformance: observed in four regions, 2026-10-09).
std::optional<dynamodb::AttributeMap> start_key_of(const Request& request,
                                                   dynamodb::ValueLayer layer);

class ReadTarget {
 public:
  // Throws ApiError::validation: no such index, or one that cannot be read yet, ConsistentRead on a
  // global one, ALL_ATTRIBUTES or others of a global one that does not project them; a projection
  // that leads into a key attribute.
  ReadTarget(storage::TableSnapshot table, const Request& request, const ItemProjection& projection,
             const OperationContext& context);
  // `index`: of `table`, or null. For who checks by other rules what may be asked of it.
  ReadTarget(storage::TableSnapshot table, const dynamodb::IndexDefinition* index,
             bool fetches_from_table)
      : table_(std::move(table)), index_(index), fetches_from_table_(fetches_from_table) {}

  const dynamodb::TableDefinition& table() const { return *table_; }
  dynamodb::KeySchema key_schema() const;
  // Of the table or of the index: what a Query's filter leaves to the key condition.
  std::vector<std::string> key_names() const;

  // The attributes that the index does not hold, each once. Of a table: none.
  std::vector<std::string> not_projected(
      const std::vector<const dynamodb::DocumentPath*>& paths) const;
  // A global index has only what it projects. Throws ApiError::validation:
  //   One or more parameter values were invalid: Global secondary index i does not project [a]
  void require_projected(const std::vector<std::string>& missing) const;
  // Nor does an index get anything for the filter of a Query, not even a local one; a Scan's just
  // does not find it. Throws ApiError::validation:
  //   One or more parameter values were invalid: Secondary index i does not project one or more
  //   filter attributes: [a]
  void require_filter_projected(const std::vector<const dynamodb::DocumentPath*>& filter) const;

  storage::KeyRange query_range(const dynamodb::KeyRange& condition) const;
  storage::KeyRange segment_range(std::uint64_t segment, std::uint64_t total_segments) const;
  // The row of an ExclusiveStartKey: the key attributes of table and index, no others. Throws "The
  // provided starting key is invalid".
  std::string row_key_of_start(const dynamodb::AttributeMap& start) const;
  // LastEvaluatedKey.
  std::string last_evaluated_key(const storage::StoredItem& item) const;

  // A local index gives back what it does not project, from the table, and charges for it.
  bool fetches_from_table() const { return fetches_from_table_; }
  // The whole item behind an index row.
  std::string fetch(storage::Transaction& transaction, const storage::StoredItem& row) const;

  // A page's cost: `page` for what was read here, `fetched` for what was fetched besides.
  ConsumedUnits units(dynamodb::CapacityUnits page, dynamodb::CapacityUnits fetched) const;

 private:
  void find_index(const Request& request, const OperationContext& context);

  storage::TableSnapshot table_;
  const dynamodb::IndexDefinition* index_ = nullptr;  // of table_
  bool fetches_from_table_ = false;
};

}  // namespace tombola::operations
