// A SELECT of one item by its whole primary key, as batches and transactions read.
#pragma once

#include <optional>
#include <string>

#include "dynamodb/expressions/condition.h"
#include "dynamodb/model/table_definition.h"
#include "dynamodb/partiql/statement.h"
#include "operations/dynamodb/item_projection.h"

namespace tombola::operations {

class PartiqlGet {
 public:
  // Nothing when the WHERE clause does not demand an equality of each key attribute, or an index is
  // to be read. Throws ApiError::validation for keys that do not fit the table.
  static std::optional<PartiqlGet> find(const dynamodb::partiql::Statement& statement,
                                        const dynamodb::TableDefinition& table);

  const std::string& row_key() const { return row_key_; }
  // In DynamoDB JSON; empty when there is no item, the rest of the WHERE clause does not hold, or
  // the item has nothing of what is selected.
  std::string item_json(const std::optional<std::string>& stored) const;

 private:
  PartiqlGet(std::string row_key, std::optional<dynamodb::Condition> filter,
             ItemProjection projection)
      : row_key_(std::move(row_key)),
        filter_(std::move(filter)),
        projection_(std::move(projection)) {}

  std::string row_key_;
  std::optional<dynamodb::Condition> filter_;
  ItemProjection projection_;
};

}  // namespace tombola::operations
