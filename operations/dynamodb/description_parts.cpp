#include "operations/dynamodb/description_parts.h"

#include <algorithm>

namespace tombola::operations {

using dynamodb::KeyElement;
using json = nlohmann::ordered_json;

double epoch_seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1000.0;
}

json key_schema(const std::vector<KeyElement>& hash, const std::vector<KeyElement>& range) {
  json schema = json::array();
  for (const KeyElement& element : hash) {
    schema.push_back({{"AttributeName", element.name}, {"KeyType", "HASH"}});
  }
  for (const KeyElement& element : range) {
    schema.push_back({{"AttributeName", element.name}, {"KeyType", "RANGE"}});
  }
  return schema;
}

json table_key_schema(const dynamodb::TableDefinition& table) {
  return key_schema({table.hash_key}, table.range_key ? std::vector<KeyElement>{*table.range_key}
                                                      : std::vector<KeyElement>{});
}

json projection_of(const dynamodb::IndexDefinition& index) {
  json projection = {{"ProjectionType", dynamodb::to_string(index.projection)}};
  if (!index.non_key_attributes.empty()) {
    std::vector<std::string> names = index.non_key_attributes;
    std::sort(names.begin(), names.end());
    projection["NonKeyAttributes"] = names;
  }
  return projection;
}

void add_bounds(json& out, const dynamodb::OnDemandThroughput& bounds) {
  if (bounds.max_read_units) {
    out["OnDemandThroughput"]["MaxReadRequestUnits"] = *bounds.max_read_units;
  }
  if (bounds.max_write_units) {
    out["OnDemandThroughput"]["MaxWriteRequestUnits"] = *bounds.max_write_units;
  }
}

}  // namespace tombola::operations
