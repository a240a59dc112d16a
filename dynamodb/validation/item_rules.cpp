#include "dynamodb/validation/item_rules.h"

#include <functional>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::dynamodb {
namespace {

constexpr std::string_view key_does_not_match =
    "The provided key element does not match the schema";
constexpr std::string_view start_key_invalid = "The provided starting key is invalid";

void check_not_empty(const KeyElement& element, const AttributeValue& value) {
  const bool empty_string = value.type() == AttributeType::S && value.as_string().empty();
  const bool empty_binary = value.type() == AttributeType::B && value.as_binary().empty();
  if (empty_string || empty_binary) {
    throw ApiError::validation(
        fmt::format("One or more parameter values are not valid. The AttributeValue for a key "
                    "attribute cannot contain an empty {} value. Key: {}",
                    empty_string ? "string" : "binary", element.name));
  }
}

// The blank that is missing before 2048 is AWS's.
void check_sizes(const Key& key) {
  if (size_bytes(key.hash) > limits::hash_key_size_bytes_max) {
    throw ApiError::validation(
        fmt::format("One or more parameter values were invalid: Size of hashkey has exceeded the "
                    "maximum size limit of{} bytes",
                    limits::hash_key_size_bytes_max));
  }
  if (key.range && size_bytes(*key.range) > limits::range_key_size_bytes_max) {
    throw ApiError::validation(
        fmt::format("One or more parameter values were invalid: Aggregated size of all range keys "
                    "has exceeded the size limit of {} bytes",
                    limits::range_key_size_bytes_max));
  }
}

Key checked_key(AttributeValue hash, std::optional<AttributeValue> range,
                const TableDefinition& table) {
  Key key{std::move(hash), std::move(range)};
  check_not_empty(table.hash_key, key.hash);
  if (key.range) {
    check_not_empty(*table.range_key, *key.range);
  }
  check_sizes(key);
  return key;
}

using ElementReader = std::function<AttributeValue(const KeyElement&)>;

Key read_key(const TableDefinition& table, const ElementReader& element) {
  AttributeValue hash = element(table.hash_key);
  std::optional<AttributeValue> range;
  if (table.range_key) {
    range = element(*table.range_key);
  }
  return checked_key(std::move(hash), std::move(range), table);
}

AttributeValue matching_element(const AttributeMap& map, const KeyElement& element,
                                std::string_view refusal) {
  const AttributeValue* value = map.find(element.name);
  if (value == nullptr || value->type() != element.type) {
    throw ApiError::validation(std::string(refusal));
  }
  return *value;
}

void check_element_count(const AttributeMap& map, const TableDefinition& table,
                         std::string_view refusal) {
  if (map.size() != (table.range_key ? 2 : 1)) {
    throw ApiError::validation(std::string(refusal));
  }
}

}  // namespace

void check_item_size(const Item& item) {
  if (item_size_bytes(item) > limits::item_size_bytes_max) {
    throw ApiError::validation("Item size has exceeded the maximum allowed size");
  }
}

Key key_of_item(const Item& item, const TableDefinition& table) {
  return read_key(table, [&](const KeyElement& element) {
    const AttributeValue* value = item.find(element.name);
    if (value == nullptr) {
      throw ApiError::validation(
          fmt::format("One or more parameter values were invalid: Missing the key {} in the item",
                      element.name));
    }
    if (value->type() != element.type) {
      throw ApiError::validation(
          fmt::format("One or more parameter values were invalid: Type mismatch for key {} "
                      "expected: {} actual: {}",
                      element.name, to_string(element.type), to_string(value->type())));
    }
    return *value;
  });
}

Key key_of_batch_item(const Item& item, const TableDefinition& table) {
  return read_key(table, [&](const KeyElement& element) {
    return matching_element(item, element, key_does_not_match);
  });
}

Key key_from_map(const AttributeMap& map, const TableDefinition& table) {
  check_element_count(map, table, key_does_not_match);
  return read_key(table, [&](const KeyElement& element) {
    return matching_element(map, element, key_does_not_match);
  });
}

Key start_key_from_map(const AttributeMap& map, const TableDefinition& table) {
  check_element_count(map, table, start_key_invalid);
  return read_key(table, [&](const KeyElement& element) {
    return matching_element(map, element, start_key_invalid);
  });
}

AttributeMap key_attributes(const Key& key, const TableDefinition& table) {
  AttributeMap map;
  map.set(table.hash_key.name, key.hash);
  if (key.range) {
    map.set(table.range_key->name, *key.range);
  }
  return map;
}

}  // namespace tombola::dynamodb
