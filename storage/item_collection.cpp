#include "storage/item_collection.h"

#include <algorithm>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "storage/item_encoding.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

std::string counter_key(const dynamodb::TableDefinition& table,
                        const dynamodb::AttributeValue& hash) {
  return layout::item_collection_key(partition_prefix(table, hash));
}

}  // namespace

bool has_item_collections(const dynamodb::TableDefinition& table) {
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [](const dynamodb::IndexDefinition& index) { return !index.is_global; });
}

void grow_item_collection(Transaction& transaction, const dynamodb::TableDefinition& table,
                          const dynamodb::AttributeValue& hash, std::int64_t bytes) {
  if (bytes == 0) {
    return;
  }
  const std::string key = counter_key(table, hash);
  if (bytes > 0 && transaction.get_counter(key).bytes + bytes > limits::item_collection_bytes_max) {
    throw dynamodb::ApiError::modelled("ItemCollectionSizeLimitExceededException",
                                       "Collection size exceeded.");
  }
  transaction.add(key, {0, bytes});
}

std::int64_t item_collection_bytes(Transaction& transaction, const dynamodb::TableDefinition& table,
                                   const dynamodb::AttributeValue& hash) {
  return std::max<std::int64_t>(transaction.get_counter(counter_key(table, hash)).bytes, 0);
}

KeyRange item_collections_range(const dynamodb::TableDefinition& table) {
  return KeyRange::with_prefix(layout::item_collection_key(layout::item_prefix(table.id)));
}

}  // namespace tombola::storage
