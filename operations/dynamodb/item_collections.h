// ReturnItemCollectionMetrics: which item collections a write touched, of tables with local indexes
// only. Source: API_ItemCollectionMetrics.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/key.h"
#include "dynamodb/model/table_definition.h"
#include "operations/request.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

class ItemCollections {
 public:
  // Notes nothing unless the request asks for SIZE.
  explicit ItemCollections(const Request& request);

  // The write begins again.
  void clear() { collections_.clear(); }
  // The collection of an item, once it is written; noted once. `table_as_given`: by the request.
  void add(std::string_view table_as_given, const dynamodb::TableDefinition& table,
           const dynamodb::Key& key, storage::Transaction& transaction);

  // "ItemCollectionMetrics":{...} of a single write, with a comma if something stands before it.
  void append_member(std::string& out) const;
  // The same of a batch or transaction: {"<table>":[{...}]}.
  void append_member_by_table(std::string& out) const;

 private:
  struct Collection {
    std::string key_json;  // {"pk":{"S":"1"}}
    std::int64_t bytes;
  };
  static void append_metrics(std::string& out, const Collection& collection);

  bool wanted_;
  // In the order of the request.
  std::map<std::string_view, std::vector<Collection>> collections_;
};

}  // namespace tombola::operations
