#include "operations/dynamodb/item_collections.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/model/attribute_json.h"
#include "storage/item_collection.h"

namespace tombola::operations {
namespace {

constexpr std::int64_t gigabyte = 1024LL * 1024 * 1024;

void begin_member(std::string& out) {
  out.append(out.ends_with('{') ? "" : ",").append(R"("ItemCollectionMetrics":)");
}

}  // namespace

ItemCollections::ItemCollections(const Request& request)
    : wanted_(request.string("ReturnItemCollectionMetrics") == "SIZE") {}

void ItemCollections::add(std::string_view table_as_given, const dynamodb::TableDefinition& table,
                          const dynamodb::Key& key, storage::Transaction& transaction) {
  if (!wanted_ || !storage::has_item_collections(table)) {
    return;
  }
  dynamodb::AttributeMap map;
  map.set(table.hash_key.name, key.hash);
  const std::string key_json = dynamodb::to_json(map);
  const std::int64_t bytes = storage::item_collection_bytes(transaction, table, key.hash);
  std::vector<Collection>& collections = collections_[table_as_given];
  const auto known =
      std::find_if(collections.begin(), collections.end(),
                   [&](const Collection& collection) { return collection.key_json == key_json; });
  if (known == collections.end()) {
    collections.push_back({key_json, bytes});
  } else {
    known->bytes = bytes;
  }
}

// The whole gigabytes below and above the size.
void ItemCollections::append_metrics(std::string& out, const Collection& collection) {
  const std::int64_t lower = collection.bytes / gigabyte;
  fmt::format_to(std::back_inserter(out),
                 R"({{"ItemCollectionKey":{},"SizeEstimateRangeGB":[{}.0,{}.0]}})",
                 collection.key_json, lower, lower + 1);
}

void ItemCollections::append_member(std::string& out) const {
  if (!collections_.empty()) {
    begin_member(out);
    append_metrics(out, collections_.begin()->second.front());
  }
}

void ItemCollections::append_member_by_table(std::string& out) const {
  if (collections_.empty()) {
    return;
  }
  begin_member(out);
  out.push_back('{');
  for (const auto& [table, collections] : collections_) {
    out.append(out.ends_with('{') ? "" : ",");
    dynamodb::append_json_string(out, table);
    out.append(":[");
    for (const Collection& collection : collections) {
      out.append(out.ends_with('[') ? "" : ",");
      append_metrics(out, collection);
    }
    out.push_back(']');
  }
  out.push_back('}');
}

}  // namespace tombola::operations
