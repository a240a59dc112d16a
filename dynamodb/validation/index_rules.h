// The rules of secondary indexes' definitions, in AWS's words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamodb/expressions/update.h"
#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/table_rules.h"
#include "dynamodb/validation/throughput_rules.h"

namespace tombola::dynamodb {

// An index as a request describes it.
struct IndexRequest {
  std::string name;
  bool is_global = true;
  std::vector<KeySchemaElement> schema;
  std::string projection_type;  // empty: none was given
  std::optional<std::vector<std::string>> non_key_attributes;
  std::optional<ProvisionedThroughput> throughput;
  UnitsRequest on_demand;
  UnitsRequest warm;
};

// What the table around it decides.
struct IndexSurroundings {
  KeyElement table_hash;
  std::optional<KeyElement> table_range;
  BillingMode billing_mode = BillingMode::Provisioned;
};

// Throws ApiError::validation. The id is the caller's to give.
IndexDefinition index_definition_from(const IndexRequest& request,
                                      const std::vector<AttributeDefinition>& definitions,
                                      const IndexSurroundings& surroundings);

// Names distinct; counts of indexes and of projected attributes within AWS's quotas.
void check_indexes_together(const std::vector<IndexDefinition>& indexes);
// The same for an index that a table is given later. Throws LimitExceededException where it would be
// one global index too many.
void check_indexes_together_with_new(const std::vector<IndexDefinition>& indexes);

// CreateTable: each definition is some key's. This comes before all rules of the indexes but one: a
// key that has no definition is left to them.
void check_definitions_are_used(const std::vector<AttributeDefinition>& definitions,
                                const TableKey& table_key,
                                const std::vector<IndexRequest>& indexes);

// Every key attribute of the item has the type that each index wants of it, is not empty and not too
// large. Throws ApiError::validation. `by_update`: an UpdateItem made the item; that has other
// words.
void check_index_keys(const AttributeMap& item, const TableDefinition& table, bool by_update);

// What an update's own values would make of key attributes, before there is an item; it is told in
// the words of a put. Throws ApiError::validation.
void check_index_key_types(const Update& update, const TableDefinition& table);

}  // namespace tombola::dynamodb
