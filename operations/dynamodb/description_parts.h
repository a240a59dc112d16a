// What descriptions of tables and of backups share.
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"

namespace tombola::operations {

double epoch_seconds(std::int64_t ms);

nlohmann::ordered_json key_schema(const std::vector<dynamodb::KeyElement>& hash,
                                  const std::vector<dynamodb::KeyElement>& range);
nlohmann::ordered_json table_key_schema(const dynamodb::TableDefinition& table);
// Projected attributes stand in the order of their names, however they were given (observed on AWS,
// us-west-2, October 2026).
nlohmann::ordered_json projection_of(const dynamodb::IndexDefinition& index);

// MaxReadRequestUnits and MaxWriteRequestUnits, where there are bounds.
void add_bounds(nlohmann::ordered_json& out, const dynamodb::OnDemandThroughput& bounds);

}  // namespace tombola::operations
