#include "dynamodb/validation/table_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dynamodb/api_error.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view invalid_parameters = "One or more parameter values were invalid: ";
// AWS refuses more as out of bounds; the limit is not published, this is its Long's.
constexpr std::int64_t capacity_units_max = 1'000'000'000'000;

[[noreturn]] void refuse(std::string_view sentence) {
  throw ApiError::validation(std::string(invalid_parameters).append(sentence));
}

void check_units(std::string_view name, std::int64_t units) {
  if (units > capacity_units_max) {
    throw ApiError::validation(fmt::format("Given value {} for {} is out of bounds", units, name));
  }
}

KeyElement element_of(const KeySchemaElement& schema,
                      const std::vector<AttributeDefinition>& definitions) {
  const auto found =
      std::find_if(definitions.begin(), definitions.end(),
                   [&](const AttributeDefinition& one) { return one.name == schema.name; });
  return {schema.name, found->type};
}

void check_all_defined(const std::vector<KeySchemaElement>& schema,
                       const std::vector<AttributeDefinition>& definitions) {
  std::vector<std::string_view> keys;
  std::vector<std::string_view> defined;
  for (const KeySchemaElement& element : schema) {
    keys.push_back(element.name);
  }
  for (const AttributeDefinition& definition : definitions) {
    defined.push_back(definition.name);
  }
  for (std::string_view key : keys) {
    if (std::find(defined.begin(), defined.end(), key) == defined.end()) {
      refuse(
          fmt::format("Some index key attributes are not defined in AttributeDefinitions. "
                      "Keys: [{}], AttributeDefinitions: [{}]",
                      fmt::join(keys, ", "), fmt::join(defined, ", ")));
    }
  }
}

void check_distinct(const std::vector<AttributeDefinition>& definitions) {
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (definitions[i].name == definitions[j].name) {
        throw ApiError::validation("Attribute Name is duplicated: " + definitions[i].name);
      }
    }
  }
}

}  // namespace

void check_billing(BillingMode mode, const std::optional<ProvisionedThroughput>& throughput) {
  if (mode == BillingMode::PayPerRequest) {
    if (throughput) {
      refuse(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
          "PAY_PER_REQUEST");
    }
    return;
  }
  if (!throughput) {
    refuse(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
        "PROVISIONED");
  }
  check_units("ReadCapacityUnits", throughput->read_capacity_units);
  check_units("WriteCapacityUnits", throughput->write_capacity_units);
}

KeyElement key_element_of(const KeySchemaElement& element,
                          const std::vector<KeySchemaElement>& schema,
                          const std::vector<AttributeDefinition>& definitions) {
  check_all_defined(schema, definitions);
  return element_of(element, definitions);
}

TableKey table_key_from(const std::vector<KeySchemaElement>& schema,
                        const std::vector<AttributeDefinition>& definitions) {
  check_distinct(definitions);
  check_all_defined(schema, definitions);
  if (schema[0].key_type != "HASH") {
    throw ApiError::validation(
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (schema.size() > 1) {
    if (schema[1].key_type != "RANGE") {
      throw ApiError::validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
    if (schema[0].name == schema[1].name) {
      throw ApiError::validation(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
  }
  TableKey key{element_of(schema[0], definitions), std::nullopt};
  if (schema.size() > 1) {
    key.range = element_of(schema[1], definitions);
  }
  return key;
}

}  // namespace tombola::dynamodb
