#include "operations/dynamodb/item_collections.h"

#include <algorithm>

#include "dynamodb/json/json_text.h"
#include "dynamodb/model/attribute_json.h"

namespace tombola::operations {
namespace {

// In gigabytes. Sizes of collections are not kept: an estimate that is right up to a tenth of the
// 10 GB where AWS would begin to refuse.
constexpr std::string_view size_estimate = "[0.0,1.0]";

void begin_member(std::string& out) {
  out.append(out.ends_with('{') ? "" : ",").append(R"("ItemCollectionMetrics":)");
}

void append_metrics(std::string& out, const std::string& key_json) {
  out.append(R"({"ItemCollectionKey":)").append(key_json);
  out.append(R"(,"SizeEstimateRangeGB":)").append(size_estimate).push_back('}');
}

}  // namespace

ItemCollections::ItemCollections(const Request& request)
    : wanted_(request.string("ReturnItemCollectionMetrics") == "SIZE") {}

void ItemCollections::add(std::string_view table_as_given, const dynamodb::TableDefinition& table,
                          const dynamodb::Key& key) {
  const bool has_collections =
      std::any_of(table.indexes.begin(), table.indexes.end(),
                  [](const dynamodb::IndexDefinition& index) { return !index.is_global; });
  if (!wanted_ || !has_collections) {
    return;
  }
  dynamodb::AttributeMap map;
  map.set(table.hash_key.name, key.hash);
  std::vector<std::string>& keys = keys_[table_as_given];
  std::string json = dynamodb::to_json(map);
  if (std::find(keys.begin(), keys.end(), json) == keys.end()) {
    keys.push_back(std::move(json));
  }
}

void ItemCollections::append_member(std::string& out) const {
  if (!keys_.empty()) {
    begin_member(out);
    append_metrics(out, keys_.begin()->second.front());
  }
}

void ItemCollections::append_member_by_table(std::string& out) const {
  if (keys_.empty()) {
    return;
  }
  begin_member(out);
  out.push_back('{');
  for (const auto& [table, keys] : keys_) {
    out.append(out.ends_with('{') ? "" : ",");
    dynamodb::append_json_string(out, table);
    out.append(":[");
    for (const std::string& key : keys) {
      out.append(out.ends_with('[') ? "" : ",");
      append_metrics(out, key);
    }
    out.push_back(']');
  }
  out.push_back('}');
}

}  // namespace tombola::operations
