// The rules of a table's definition, in AWS's words and order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

struct AttributeDefinition {
  std::string name;
  AttributeType type = AttributeType::S;
};

struct KeySchemaElement {
  std::string name;
  std::string key_type;  // HASH or RANGE
};

struct TableKey {
  KeyElement hash;
  std::optional<KeyElement> range;
};

// BillingMode (if given) and throughput (if given) as CreateTable takes them.
void check_billing(BillingMode mode, const std::optional<ProvisionedThroughput>& throughput);

// The key that schema and definitions make. Throws ApiError::validation. That every definition is
// used is checked with the indexes (index_rules.h).
TableKey table_key_from(const std::vector<KeySchemaElement>& schema,
                        const std::vector<AttributeDefinition>& definitions);

// Its name and type from the definitions, or AWS's complaint that names all of `schema`.
KeyElement key_element_of(const KeySchemaElement& element,
                          const std::vector<KeySchemaElement>& schema,
                          const std::vector<AttributeDefinition>& definitions);

}  // namespace tombola::dynamodb
