// What expressions may not do with key attributes. These need the table, so they come after it is
// found, and are always told bare.
#pragma once

#include <string>
#include <vector>

#include "dynamodb/expressions/document_path.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

struct KeyAttributeNames {
  std::vector<std::string> table;    // of the primary key
  std::vector<std::string> indexes;  // of all secondary indexes
};

// No path leads into a key attribute. Throws ApiError::validation:
//   Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed:
//   Key: a (IndexKey: a)
void check_key_attributes_are_scalar(const std::vector<const DocumentPath*>& paths,
                                     const KeyAttributeNames& keys);
// The keys of the table and of all its indexes.
void check_key_attributes_are_scalar(const std::vector<const DocumentPath*>& paths,
                                     const TableDefinition& table);

// A Query's filter leaves the key attributes of the table, or of the index that it reads, to the
// key condition. A Scan's need not. Throws ApiError::validation:
//   Filter Expression can only contain non-primary key attributes: Primary key attribute: pk
//   QueryFilter can only contain non-primary key attributes: Primary key attribute: pk    (legacy)
enum class QueryFilterForm { FilterExpression, QueryFilter };
void check_filter_has_no_keys(const std::vector<const DocumentPath*>& paths,
                              const std::vector<std::string>& key_attributes, QueryFilterForm form);

}  // namespace tombola::dynamodb
