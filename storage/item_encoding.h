// An item as it is stored: canonical DynamoDB JSON behind a small header, serialised once, on
// write. A read without projection or filter splices json() into its answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/key.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::storage {

// The stored bytes. Throws std::logic_error unless the item has the table's key attributes.
std::string encode_item(const dynamodb::Item& item, const dynamodb::TableDefinition& table);

// A view of stored bytes, valid as long as they are. Throws std::runtime_error on bytes that
// encode_item did not write.
class StoredItem {
 public:
  explicit StoredItem(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }
  std::string_view json() const { return json_; }  // {"id":{"S":"1"},...}
  std::size_t size_bytes() const { return size_bytes_; }
  dynamodb::Item item() const;
  // {"S":"1"}: the value of the partition key, and of the sort key (empty without one).
  std::string_view hash_value_json() const { return hash_value_json_; }
  std::string_view range_value_json() const { return range_value_json_; }

 private:
  std::string_view bytes_;
  std::string_view json_;
  std::size_t size_bytes_;
  std::string_view hash_value_json_;
  std::string_view range_value_json_;
};

// {"id":{"S":"1"},"sort":{"N":"2"}} in the order of the key schema: LastEvaluatedKey, a record's
// Keys.
std::string key_json(const StoredItem& item, const dynamodb::TableDefinition& table);
std::string key_json(const dynamodb::Key& key, const dynamodb::TableDefinition& table);

// The row key of an item, and of a page's bounds.
std::string item_key(const dynamodb::TableDefinition& table, const dynamodb::Key& key);
// All items of one partition.
std::string partition_prefix(const dynamodb::TableDefinition& table,
                             const dynamodb::AttributeValue& hash);
// The first row of the scan order whose hash is `hash` or above.
std::string hash_bound(const dynamodb::TableDefinition& table, std::uint64_t hash);

}  // namespace tombola::storage
