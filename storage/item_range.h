// From a Query's resolved key condition, or a Scan's segment, to the rows that hold its items.
#pragma once

#include <cstdint>

#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

KeyRange query_range(const dynamodb::TableDefinition& table, const dynamodb::KeyRange& condition);

// Segment `segment` of `total_segments` (at least 1): a range of key hashes. The segments partition
// the table exactly.
KeyRange segment_range(const dynamodb::TableDefinition& table, std::uint64_t segment,
                       std::uint64_t total_segments);

// The same in a secondary index.
KeyRange index_query_range(const dynamodb::TableDefinition& table,
                           const dynamodb::IndexDefinition& index,
                           const dynamodb::KeyRange& condition);
KeyRange index_segment_range(const dynamodb::TableDefinition& table,
                             const dynamodb::IndexDefinition& index, std::uint64_t segment,
                             std::uint64_t total_segments);

}  // namespace tombola::storage
